package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tracker says of a swarm (BEP 3, compact lists of BEP 23 and 7).
 *
 * @param failure why it says nothing of it; null: it does
 * @param intervalSeconds until it wants to be asked again
 */
record TrackerAnswer(String failure, long intervalSeconds, List<InetSocketAddress> peers) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int PORT_BYTES = 2;

  TrackerAnswer {
    peers = List.copyOf(peers);
  }

  static TrackerAnswer failed(String why) {
    return new TrackerAnswer(why, 0, List.of());
  }

  /**
   * Reads an answer of an agent.
   *
   * @throws IOException if it makes no sense; says why
   */
  static TrackerAnswer of(byte[] bencoded) throws IOException {
    Map<String, byte[]> entries = new Reader(bencoded).dictionary();
    byte[] failure = entries.get("failure reason");
    if (failure != null) {
      return failed(new String(failure, StandardCharsets.UTF_8));
    }
    List<InetSocketAddress> peers = new ArrayList<>();
    read(entries.get("peers"), IPV4_BYTES, peers);
    read(entries.get("peers6"), IPV6_BYTES, peers);
    return new TrackerAnswer(
        null, Reader.number(entries.getOrDefault("interval", new byte[0])), peers);
  }

  byte[] bencoded() {
    if (failure != null) {
      return Bencode.of(Map.of("failure reason", failure));
    }
    ByteArrayOutputStream v4 = new ByteArrayOutputStream();
    ByteArrayOutputStream v6 = new ByteArrayOutputStream();
    for (InetSocketAddress peer : peers) {
      ByteArrayOutputStream list = peer.getAddress() instanceof Inet4Address ? v4 : v6;
      list.writeBytes(peer.getAddress().getAddress());
      list.write(peer.getPort() >> 8);
      list.write(peer.getPort());
    }
    return Bencode.of(
        Map.of("interval", intervalSeconds, "peers", v4.toByteArray(), "peers6", v6.toByteArray()));
  }

  private static void read(byte[] compact, int addressBytes, List<InetSocketAddress> peers)
      throws IOException {
    byte[] list = compact == null ? new byte[0] : compact;
    int each = addressBytes + PORT_BYTES;
    if (list.length % each != 0) {
      throw new IOException(
          "a list of peers has %d bytes, allowed are multiples of %d".formatted(list.length, each));
    }
    for (int at = 0; at < list.length; at += each) {
      int port = (list[at + addressBytes] & 0xff) << 8 | list[at + addressBytes + 1] & 0xff;
      peers.add(
          new InetSocketAddress(
              InetAddress.getByAddress(Arrays.copyOfRange(list, at, at + addressBytes)), port));
    }
  }

  /** Reads bencode as far as trackers of agents write it: one dictionary of numbers and bytes. */
  private static final class Reader {
    /** Those of a long. */
    private static final int MOST_DIGITS = 18;

    private final byte[] bytes;
    private int at;

    private Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    private Map<String, byte[]> dictionary() throws IOException {
      Map<String, byte[]> entries = new HashMap<>();
      expect('d');
      while (peek() != 'e') {
        String key = new String(string(), StandardCharsets.US_ASCII);
        entries.put(key, peek() == 'i' ? digits() : string());
      }
      return entries;
    }

    private byte[] digits() throws IOException {
      expect('i');
      return until('e');
    }

    private byte[] string() throws IOException {
      byte[] digits = until(':');
      long length = number(digits);
      if (length > bytes.length - at) {
        throw nonsense();
      }
      at += (int) length;
      return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private byte[] until(char end) throws IOException {
      int from = at;
      while (peek() != end) {
        at++;
      }
      at++;
      return Arrays.copyOfRange(bytes, from, at - 1);
    }

    private void expect(char character) throws IOException {
      if (peek() != character) {
        throw nonsense();
      }
      at++;
    }

    private int peek() throws IOException {
      if (at >= bytes.length) {
        throw new IOException("a tracker's answer ends after %d bytes".formatted(bytes.length));
      }
      return bytes[at];
    }

    private IOException nonsense() {
      return new IOException("a tracker's answer makes no sense at byte " + at);
    }

    private static long number(byte[] digits) throws IOException {
      String text = new String(digits, StandardCharsets.US_ASCII);
      if (!text.matches("\\d{1,%d}".formatted(MOST_DIGITS))) {
        throw new IOException("a tracker's answer has '%s' for a number".formatted(text));
      }
      return Long.parseLong(text);
    }
  }
}
