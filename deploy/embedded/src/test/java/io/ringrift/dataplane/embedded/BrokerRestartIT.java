package io.ringrift.dataplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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

      broker.kill();
      assertThat(broker.process().exitCode()).hasValue(137);
      broker.restart();
      Duration afterKill = timeUntilReady(broker);

      assertThat(records.all()).containsExactly("kept");
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

  private static Duration timeUntilReady(BrokerProcess broker) {
    long began = System.nanoTime();
    broker.awaitReady(Duration.ofSeconds(60));
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
