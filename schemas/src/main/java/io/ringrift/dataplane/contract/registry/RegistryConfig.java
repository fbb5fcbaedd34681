package io.ringrift.dataplane.contract.registry;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the registry is and how it is asked; keys and defaults are Confluent's.
 *
 * @param urls tried in this order; a path prefix is kept
 */
record RegistryConfig(
    List<String> urls, Duration connectTimeout, Duration readTimeout, int retries) {

  static RegistryConfig of(Map<String, ?> config) {
    return new RegistryConfig(
        urls(config.get("schema.registry.url")), Duration.ofSeconds(10), Duration.ofSeconds(30), 3);
  }

  Optional<String> mockName() {
    String first = urls.get(0);
    return first.startsWith(SchemaRegistry.MOCK_SCHEME)
        ? Optional.of(first.substring(SchemaRegistry.MOCK_SCHEME.length()))
        : Optional.empty();
  }

  private static List<String> urls(Object value) {
    List<String> urls = new ArrayList<>();
    if (value instanceof Collection<?> many) {
      many.forEach(url -> urls.add(url.toString().strip()));
    } else if (value != null) {
      for (String url : value.toString().split(",", -1)) {
        urls.add(url.strip());
      }
    }
    urls.removeIf(String::isEmpty);
    if (urls.isEmpty()) {
      throw new ConfigException(
          "schema.registry.url", value, "needs one or more URLs, e.g. http://127.0.0.1:8081");
    }
    for (int i = 0; i < urls.size(); i++) {
      String url = urls.get(i);
      if (url.startsWith(SchemaRegistry.MOCK_SCHEME)) {
        continue;
      }
      String scheme = URI.create(url).getScheme();
      if (!"http".equals(scheme) && !"https".equals(scheme)) {
        throw new ConfigException(
            "schema.registry.url", url, "must start with http://, https:// or mock://");
      }
      urls.set(i, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }
    return List.copyOf(urls);
  }
}
