package io.ringrift.dataplane.embedded.registry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the action for a method and a path such as {@code /subjects/{subject}/versions}. */
final class Router {

  /** Answers a request with something that Jackson writes as JSON. */
  @FunctionalInterface
  interface Action {
    Object answer(Request request);
  }

  /** An action and the named segments of the path that led to it. */
  record Match(Action action, Map<String, String> path) {}

  private record Route(String method, List<String> pattern, Action action) {}

  private final List<Route> routes = new ArrayList<>();

  Router on(String method, String pattern, Action action) {
    routes.add(new Route(method, segments(pattern), action));
    return this;
  }

  /**
   * The action to take.
   *
   * @throws RegistryException 404 for an unknown path, 405 for a method that the path doesn't have
   */
  Match match(String method, URI uri) {
    List<String> path = segments(uri.getRawPath());
    boolean known = false;
    for (Route route : routes) {
      Optional<Map<String, String>> names = bind(route.pattern(), path);
      if (names.isPresent() && route.method().equals(method)) {
        return new Match(route.action(), names.get());
      }
      known |= names.isPresent();
    }
    throw known
        ? RegistryException.plainHttp(405, "HTTP 405 Method Not Allowed")
        : RegistryException.plainHttp(404, "HTTP 404 Not Found");
  }

  static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        String[] nameAndValue = pair.split("=", 2);
        String value = nameAndValue.length == 2 ? nameAndValue[1] : "";
        query.put(decode(nameAndValue[0]), decode(value));
      }
    }
    return query;
  }

  private static Optional<Map<String, String>> bind(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String wanted = pattern.get(i);
      if (wanted.startsWith("{")) {
        // A plus in a path is a plus; only queries use it for a space.
        names.put(
            wanted.substring(1, wanted.length() - 1), decode(path.get(i).replace("+", "%2B")));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
