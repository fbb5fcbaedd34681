package io.ringrift.dataplane.agent.serve;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Parts of a request's URL, each decoded exactly once. */
final class Segment {
  private Segment() {}

  /** The one segment behind {@code prefix}. */
  static String after(String prefix, URI uri) throws ApiException {
    String raw = uri.getRawPath().substring(prefix.length());
    if (raw.isEmpty() || raw.indexOf('/') >= 0) {
      throw new ApiException(
          ApiError.NOT_FOUND, "the path is " + prefix + "{one segment, with / written as %2F}");
    }
    return decode(raw);
  }

  /** A parameter of the query; the first of that name counts. */
  static Optional<String> parameter(String name, URI uri) throws ApiException {
    String query = uri.getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(decode(pair.substring(name.length() + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decode(String raw) throws ApiException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new ApiException(ApiError.BAD_REQUEST, "URL has a % without two hex digits");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c > 0x20 && c < 0x7f) {
        bytes.write(c);
      } else {
        throw new ApiException(ApiError.BAD_REQUEST, "URL has a character that must be encoded");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ApiException(ApiError.BAD_REQUEST, "URL is not UTF-8");
    }
  }
}
