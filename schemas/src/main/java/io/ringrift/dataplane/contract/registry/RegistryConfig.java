package io.ringrift.dataplane.contract.registry;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the registry is and how it is asked; keys and defaults are Confluent's ({@link
 * RegistryKeys}).
 *
 * @param urls tried in this order, without a slash at the end; a path prefix is kept
 * @param connectTimeout for one try at one URL
 * @param readTimeout from sending a request to its answer
 * @param maxRetries rounds over all URLs after the first
 * @param retryWait before the second round; doubles with each, up to {@code retryMaxWait}
 * @param cacheSize most entries of each cache
 * @param normalize ask the registry to normalise schemas
 * @param headers sent with every request, authorisation included
 * @param tls null: the JVM's default
 * @param proxy null: none
 */
record RegistryConfig(
    List<String> urls,
    Duration connectTimeout,
    Duration readTimeout,
    int maxRetries,
    Duration retryWait,
    Duration retryMaxWait,
    int cacheSize,
    boolean normalize,
    Map<String, String> headers,
    SSLContext tls,
    ProxySelector proxy) {

  /**
   * Reads the registry's keys out of a client's configuration; leaves all others alone.
   *
   * @throws ConfigException naming the key
   */
  static RegistryConfig of(Map<String, ?> config) {
    Map<String, Object> ours = new HashMap<>();
    for (String key : RegistryKeys.DEFINITION.names()) {
      Object value = config.get(RegistryKeys.PREFIX + key);
      value = value == null ? config.get(key) : value;
      if (value != null) {
        ours.put(key, value);
      }
    }
    AbstractConfig parsed = new AbstractConfig(RegistryKeys.DEFINITION, ours, false);
    List<String> urls = new ArrayList<>();
    String userInfo = null;
    for (String text : parsed.getList(RegistryKeys.URL)) {
      URI uri = url(text);
      userInfo = userInfo == null ? uri.getRawUserInfo() : userInfo;
      urls.add(withoutUserInfo(uri));
    }
    Map<String, String> headers = headers(config);
    Authorization.of(parsed, config, userInfo)
        .ifPresent(authorization -> headers.put("Authorization", authorization));
    return new RegistryConfig(
        List.copyOf(urls),
        Duration.ofMillis(parsed.getInt(RegistryKeys.CONNECT_TIMEOUT_MS)),
        Duration.ofMillis(parsed.getInt(RegistryKeys.READ_TIMEOUT_MS)),
        parsed.getInt(RegistryKeys.MAX_RETRIES),
        Duration.ofMillis(parsed.getInt(RegistryKeys.RETRIES_WAIT_MS)),
        Duration.ofMillis(parsed.getInt(RegistryKeys.RETRIES_MAX_WAIT_MS)),
        parsed.getInt(RegistryKeys.CACHE_SIZE),
        parsed.getBoolean(RegistryKeys.NORMALIZE),
        Map.copyOf(headers),
        Tls.context(config),
        proxy(parsed));
  }

  /** The name in {@code mock://name}, if that is where the registry is. */
  Optional<String> mockName() {
    String first = urls.get(0);
    return first.startsWith(SchemaRegistry.MOCK_SCHEME)
        ? Optional.of(first.substring(SchemaRegistry.MOCK_SCHEME.length()))
        : Optional.empty();
  }

  private static URI url(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getScheme() != null
          && uri.getAuthority() != null
          && List.of("http", "https", "mock").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(RegistryKeys.URL, text, "is no URL: " + e.getMessage());
    }
    throw new ConfigException(
        RegistryKeys.URL, text, "allowed: http://host:port, https://host:port, mock://name");
  }

  /** Credentials go into a header, never into a log line. */
  private static String withoutUserInfo(URI uri) {
    String authority = uri.getRawAuthority();
    return uri.getScheme()
        + "://"
        + authority.substring(authority.lastIndexOf('@') + 1)
        + uri.getRawPath();
  }

  private static Map<String, String> headers(Map<String, ?> config) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String prefix :
        List.of(RegistryKeys.HEADERS, RegistryKeys.PREFIX + RegistryKeys.HEADERS)) {
      config.forEach(
          (key, value) -> {
            if (key.startsWith(prefix) && value != null) {
              headers.put(key.substring(prefix.length()), value.toString());
            }
          });
    }
    return headers;
  }

  private static ProxySelector proxy(AbstractConfig parsed) {
    String host = parsed.getString(RegistryKeys.PROXY_HOST);
    int port = parsed.getInt(RegistryKeys.PROXY_PORT);
    if (host.isEmpty() != (port < 0)) {
      throw new ConfigException("proxy.host and proxy.port: set both or none");
    }
    return host.isEmpty() ? null : ProxySelector.of(new InetSocketAddress(host, port));
  }
}
