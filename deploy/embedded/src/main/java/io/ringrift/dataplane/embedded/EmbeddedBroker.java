package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, one node) in this JVM, on loopback only, for development and tests.
 *
 * <p>A start on a used folder goes on with its data. Kafka ends the JVM when the folder vanishes
 * under a running broker: close the broker before the folder is deleted, and outside tests run it
 * as a process of its own, see {@link BrokerProcess}.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /**
   * Where and how the broker runs.
   *
   * @param folder where the broker keeps its data; created when missing
   * @param port port on 127.0.0.1, or 0 for a free one
   * @param overrides broker settings that win over the built-in ones
   */
  public record Options(Path folder, int port, Map<String, String> overrides) {
    public Options {
      overrides = Map.copyOf(overrides);
    }

    /** A broker on a free port. */
    public static Options in(Path folder) {
      return new Options(folder, 0, Map.of());
    }

    public Options withPort(int newPort) {
      return new Options(folder, newPort, overrides);
    }

    public Options withSetting(String key, String value) {
      Map<String, String> more = new HashMap<>(overrides);
      more.put(key, value);
      return new Options(folder, port, more);
    }
  }

  private final BrokerFolder folder;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(BrokerFolder folder, KafkaRaftServer server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker; it takes requests when this returns.
   *
   * @throws io.ringrift.dataplane.embedded.process.StartupException when the port is taken, or the
   *     folder can't be written or is in use
   */
  public static EmbeddedBroker start(Options options) {
    long began = System.nanoTime();
    // Looked at first: a broker that can't bind its port would end the JVM.
    int port = Ports.choose(options.port(), "broker");
    BrokerFolder folder = BrokerFolder.open(options.folder().toAbsolutePath());
    try {
      int controllerPort = Ports.free();
      Properties settings =
          BrokerSettings.of(folder.logs(), port, controllerPort, options.overrides());
      boolean killed = folder.leftByKilledBroker();
      folder.format(settings);
      if (killed) {
        StaleRegistration.remove(settings, controllerPort);
      }
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      LOG.info(
          "Broker ready on 127.0.0.1:{} after {} ms, data in {} (development only)",
          port,
          (System.nanoTime() - began) / 1_000_000,
          options.folder());
      return new EmbeddedBroker(folder, server, port);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Value for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Returns when all data is on disk and the folder may be deleted or used again. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    folder.close();
  }
}
