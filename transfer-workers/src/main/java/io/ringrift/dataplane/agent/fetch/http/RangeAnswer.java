package io.ringrift.dataplane.agent.fetch.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Head of an HTTP/1.1 answer.
 *
 * @param headers by lower-case name
 */
public record RangeAnswer(int status, Map<String, String> headers) {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18})");
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

  /**
   * Reads a head from the start of {@code buffer}.
   *
   * @return null if the buffer doesn't hold the whole of it yet, else positioned behind it
   */
  static RangeAnswer parse(ByteBuffer buffer) throws IOException {
    int end = endOfHead(buffer);
    if (end < 0) {
      return null;
    }
    byte[] head = new byte[end - buffer.position()];
    buffer.get(head);
    String[] lines = new String(head, StandardCharsets.ISO_8859_1).split("\r\n");
    Matcher status = STATUS_LINE.matcher(lines[0]);
    if (!status.matches()) {
      throw new IOException("not an HTTP answer: " + lines[0].replaceAll("\\p{Cntrl}", "?"));
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        throw new IOException("not an HTTP header: " + lines[i].replaceAll("\\p{Cntrl}", "?"));
      }
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    return new RangeAnswer(Integer.parseInt(status.group(1)), Map.copyOf(headers));
  }

  /** Length of the body; agents always say it. */
  long contentLength() throws IOException {
    String length = headers.getOrDefault("content-length", "");
    if (!length.matches("\\d{1,18}")) {
      throw new IOException("answer has Content-Length '" + length + "', a number is needed");
    }
    return Long.parseLong(length);
  }

  /** Whether this is the range from {@code from} of a content of {@code size} bytes. */
  boolean isRange(long from, long size) {
    Matcher range = CONTENT_RANGE.matcher(headers.getOrDefault("content-range", ""));
    return range.matches()
        && Long.parseLong(range.group(1)) == from
        && Long.parseLong(range.group(2)) == size;
  }

  boolean isContent(String sha256) {
    return headers.getOrDefault("etag", "").equals('"' + sha256 + '"');
  }

  boolean closes() {
    return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
  }

  Optional<Instant> lastModified() {
    try {
      return Optional.ofNullable(headers.get("last-modified"))
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  Duration retryAfter() {
    String seconds = headers.getOrDefault("retry-after", "");
    return seconds.matches("\\d{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : DEFAULT_RETRY;
  }

  private static int endOfHead(ByteBuffer buffer) {
    for (int i = buffer.position(); i + 3 < buffer.limit(); i++) {
      if (buffer.get(i) == '\r'
          && buffer.get(i + 1) == '\n'
          && buffer.get(i + 2) == '\r'
          && buffer.get(i + 3) == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
