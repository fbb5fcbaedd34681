package io.ringrift.dataplane.embedded.testing;

import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.embedded.registry.DevelopmentRegistry;
import java.nio.file.Path;

/**
 * Broker and registry in this JVM, for integration tests:
 *
 * <pre>{@code
 * try (EmbeddedPlatform platform = EmbeddedPlatform.start(temporaryFolder)) {
 *   settings.put("bootstrap.servers", platform.bootstrapServers());
 *   settings.put("schema.registry.url", platform.registryUrl());
 * }
 * }</pre>
 *
 * <p>With JUnit's {@code @TempDir} keep the platform in a static field and close it in
 * {@code @AfterAll}: the folder is deleted after that.
 */
public final class EmbeddedPlatform implements AutoCloseable {
  private final EmbeddedBroker broker;
  private final DevelopmentRegistry registry;

  private EmbeddedPlatform(EmbeddedBroker broker, DevelopmentRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /** Broker and registry on free ports, with their data in {@code folder}. */
  public static EmbeddedPlatform start(Path folder) {
    return start(EmbeddedBroker.Options.in(folder.resolve("broker")));
  }

  /** The same with a broker of your choice. */
  public static EmbeddedPlatform start(EmbeddedBroker.Options options) {
    EmbeddedBroker broker = EmbeddedBroker.start(options);
    try {
      return new EmbeddedPlatform(
          broker,
          DevelopmentRegistry.start(DevelopmentRegistry.Options.on(broker.bootstrapServers())));
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public String registryUrl() {
    return registry.url();
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
