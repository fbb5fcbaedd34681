package io.ringrift.dataplane.embedded.registry;

import java.util.Map;

/** Skeleton. */
public final class DevelopmentRegistry implements AutoCloseable {

  /**
   * Where the registry listens and keeps its schemas.
   *
   * @param bootstrapServers the broker that keeps the schemas
   * @param port port on 127.0.0.1, or 0 for a free one
   * @param clientSettings Kafka client settings, for example for TLS
   */
  public record Options(String bootstrapServers, int port, Map<String, String> clientSettings) {
    public Options {
      clientSettings = Map.copyOf(clientSettings);
    }

    /** A registry on a free port. */
    public static Options on(String bootstrapServers) {
      return new Options(bootstrapServers, 0, Map.of());
    }

    public Options withPort(int newPort) {
      return new Options(bootstrapServers, newPort, clientSettings);
    }
  }

  private final int port;

  private DevelopmentRegistry(int port) {
    this.port = port;
  }

  public static DevelopmentRegistry start(Options options) {
    return new DevelopmentRegistry(options.port());
  }

  /** Value for {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {}
}
