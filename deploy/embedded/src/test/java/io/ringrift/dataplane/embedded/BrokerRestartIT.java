package io.ringrift.dataplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerRestartIT {
  @TempDir Path folder;

  @Test
  void restartKeepsTopicsAndRecords() {
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder))) {
      port = broker.port();
      Records records = new Records(broker.bootstrapServers());
      records.createTopic();
      records.send("kept");
    }

    EmbeddedBroker.Options again = EmbeddedBroker.Options.in(folder).withPort(port);
    try (EmbeddedBroker broker = EmbeddedBroker.start(again)) {
      assertThat(new Records(broker.bootstrapServers()).all()).containsExactly("kept");
    }
  }

  @Test
  void killedProcessComesBackWithItsDataWithinTenSeconds() {
    try (BrokerProcess broker = BrokerProcess.start(BrokerProcess.Options.in(folder))) {
      Duration coldStart = timeUntilReady(broker);
      Records records = new Records(broker.bootstrapServers());
      records.createTopic();
      records.send("kept");
      int id = register(broker, "kept-value");

      broker.kill();
      assertThat(broker.process().exitCode()).hasValue(137);
      broker.restart();
      Duration afterKill = timeUntilReady(broker);

      assertThat(records.all()).containsExactly("kept");
      assertThat(register(broker, "kept-value")).isEqualTo(id);
      // Under 10 s on an idle machine; on a busy one the same margin over its own cold start.
      assertThat(afterKill).isLessThan(coldStart.plusSeconds(7));
    }
  }

  @Test
  void processEndsInOrderOnSigterm() {
    BrokerProcess broker = BrokerProcess.start(BrokerProcess.Options.in(folder));
    broker.awaitReady(Duration.ofSeconds(60));

    assertThat(broker.process().stop(Duration.ofSeconds(10))).isTrue();

    assertThat(broker.process().exitCode()).hasValue(143);
  }

  private static int register(BrokerProcess broker, String subject) {
    try (SchemaRegistry registry =
        SchemaRegistry.open(Map.of("schema.registry.url", broker.registryUrl()))) {
      return registry.register(subject, NodeHeartbeat.getClassSchema());
    }
  }

  private static Duration timeUntilReady(BrokerProcess broker) {
    long began = System.nanoTime();
    broker.awaitReady(Duration.ofSeconds(60));
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
