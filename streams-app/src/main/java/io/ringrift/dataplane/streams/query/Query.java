package io.ringrift.dataplane.streams.query;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One request: the path in decoded segments, so that an item id with slashes is one of them, and
 * the parameters.
 */
record Query(List<String> path, Map<String, String> parameters) {

  /** Rows that a list gives unless told otherwise, and at most. */
  static final int DEFAULT_LIMIT = 100;

  static final int MOST = 10_000;

  /**
   * @throws ApiException for text that can't be decoded and for repeated parameters
   */
  static Query parse(URI uri) {
    List<String> path = new ArrayList<>();
    for (String segment : uri.getRawPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        // In a path a plus is a plus; the decoder is made for forms.
        path.add(decode(segment.replace("+", "%2B")));
      }
    }
    Map<String, String> parameters = new TreeMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (!name.isEmpty() && parameters.put(name, value) != null) {
          throw ApiException.invalid(name + " is given twice, allowed: once");
        }
      }
    }
    return new Query(path, parameters);
  }

  /** Refuses parameters that the path doesn't have: a misspelled filter would filter nothing. */
  Query allow(String... names) {
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    Arrays.asList(names).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw ApiException.invalid(
          "unknown parameter "
              + String.join(", ", unknown)
              + ", allowed: "
              + (names.length == 0 ? "none" : String.join(", ", names)));
    }
    return this;
  }

  /** A parameter that is there and not empty. */
  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> ApiException.invalid("parameter " + name + " is missing"));
  }

  /** A parameter that names a constant, in any case, with {@code -} for {@code _}. */
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String wanted = given.get().toUpperCase(Locale.ROOT).replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wanted)) {
        return Optional.of(constant);
      }
    }
    throw ApiException.invalid(
        name
            + " is '"
            + given.get()
            + "', allowed: "
            + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
  }

  int limit() {
    Optional<String> given = text("limit");
    if (given.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(given.get());
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of bounds.
    }
    throw ApiException.invalid("limit is '" + given.get() + "', allowed: 1.." + MOST);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("'" + text + "' can't be decoded: " + e.getMessage());
    }
  }
}
