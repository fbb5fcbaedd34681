package io.ringrift.dataplane.agent.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a content a request wants.
 *
 * @param start first byte
 * @param end behind the last byte
 * @param partial whether a range was asked for
 */
record ByteRange(long start, long end, boolean partial) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return end - start;
  }

  /**
   * Reads a Range header. Several ranges, or other units, may be answered with the whole content,
   * and are.
   *
   * @param header null: none
   */
  static ByteRange of(String header, long size) throws ApiException {
    Matcher range = ONE_RANGE.matcher(header == null ? "" : header.replace(" ", ""));
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      return new ByteRange(0, size, false);
    }
    long start;
    long end = size;
    if (range.group(1).isEmpty()) {
      start = Math.max(0, size - Long.parseLong(range.group(2)));
    } else {
      start = Long.parseLong(range.group(1));
      if (!range.group(2).isEmpty()) {
        end = Math.min(size, Long.parseLong(range.group(2)) + 1);
      }
    }
    if (start >= end) {
      throw new ApiException(
          ApiError.RANGE_NOT_SATISFIABLE,
          "range is " + header + ", the content has " + size + " bytes");
    }
    return new ByteRange(start, end, true);
  }
}
