package io.ringrift.dataplane.contract.registry;

import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS towards the registry from {@code schema.registry.ssl.*}: Kafka's own {@code ssl.*} keys, key
 * and trust stores in JKS, PKCS12 or PEM. Kafka's engine factory reads them; it is an internal
 * class of kafka-clients, and this is the only place that knows it.
 */
final class Tls {

  private static final String PREFIX = RegistryKeys.PREFIX + "ssl.";

  private Tls() {}

  /** Null when no such key is set: the JVM's default context will do. */
  static SSLContext context(Map<String, ?> config) {
    Map<String, Object> ssl = new TreeMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            ssl.put(key.substring(RegistryKeys.PREFIX.length()), value);
          }
        });
    if (ssl.isEmpty()) {
      return null;
    }
    Object identification = ssl.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
    if (identification != null && !identification.toString().equalsIgnoreCase("https")) {
      throw new ConfigException(
          RegistryKeys.PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
          identification,
          "allowed: https; the host name of a registry is always checked");
    }
    ConfigDef definition = new ConfigDef();
    SslConfigs.addClientSslSupport(definition);
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(definition.parse(ssl));
      return factory.sslContext();
    }
  }
}
