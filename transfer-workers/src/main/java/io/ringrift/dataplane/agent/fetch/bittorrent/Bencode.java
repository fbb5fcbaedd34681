package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes bencode, the notation of BitTorrent's metainfo and trackers. {@link TrackerAnswer} reads
 * what it needs of it.
 */
final class Bencode {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Bencode() {}

  /**
   * A dictionary; keys must be ASCII.
   *
   * @param dictionary values are whole numbers, texts, {@code byte[]} or such dictionaries
   */
  static byte[] of(Map<String, ?> dictionary) {
    Bencode bencode = new Bencode();
    bencode.dictionary(dictionary);
    return bencode.out.toByteArray();
  }

  private void dictionary(Map<?, ?> entries) {
    out.write('d');
    entries.entrySet().stream()
        .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
        .forEach(
            entry -> {
              value(entry.getKey());
              value(entry.getValue());
            });
    out.write('e');
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      dictionary(map);
    } else if (value instanceof Integer || value instanceof Long) {
      text("i" + value + "e");
    } else if (value instanceof byte[] bytes) {
      text(bytes.length + ":");
      out.writeBytes(bytes);
    } else if (value instanceof String string) {
      value(string.getBytes(StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException("bencode has no notation of " + value);
    }
  }

  private void text(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
