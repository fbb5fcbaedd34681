package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.local.settings.ClientSettings;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where the system is. Not needed on the machine that runs {@code dataplane up}. */
final class ConnectionOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "BROKERS",
      description = "Kafka brokers, host:port (setting bootstrap.servers).")
  private String bootstrapServers;

  @Option(
      names = "--schema-registry-url",
      paramLabel = "URL",
      description = "Schema registry (setting schema.registry.url).")
  private String registryUrl;

  @Option(
      names = "--query-url",
      paramLabel = "URL",
      description = "The streams-app's query API (setting query.url).")
  private String queryUrl;

  /** The settings that were given as flags. */
  Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    put(flags, CommonSettings.BOOTSTRAP_SERVERS, bootstrapServers);
    put(flags, CommonSettings.SCHEMA_REGISTRY_URL, registryUrl);
    put(flags, ClientSettings.QUERY_URL, queryUrl);
    return flags;
  }

  private static void put(Map<String, String> flags, String key, String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }
}
