package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.contract.admin.HangingTransaction;
import io.ringrift.dataplane.contract.admin.HangingTransactions;
import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.embedded.registry.DevelopmentRegistry;
import io.ringrift.dataplane.embedded.testing.OrphanedTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker died at the wrong moment and left a transaction of the application open in the
 * committed offsets (ADR 0039): no task can learn where it was. The application ends it and runs.
 */
class OrphanedOffsetsIT {
  private static final int PARTITIONS = 3;
  private static final String APPLICATION = "orphaned";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  @Test
  void endsATransactionOfItsOwnThatNobodyWouldEndAndRuns() throws Exception {
    EmbeddedBroker.Options options = EmbeddedBroker.Options.in(folder.resolve("broker"));
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
      try (DevelopmentRegistry registry =
              DevelopmentRegistry.start(DevelopmentRegistry.Options.on(broker.bootstrapServers()));
          AppPlatform platform =
              new AppPlatform(broker.bootstrapServers(), registry.url(), PARTITIONS)) {
        platform.createTopics();
        leaveOffsets(broker.bootstrapServers(), platform.topics().events().name());
      }
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(options.withPort(port));
        DevelopmentRegistry registry =
            DevelopmentRegistry.start(DevelopmentRegistry.Options.on(broker.bootstrapServers()))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(hanging(broker))
                      .singleElement()
                      .hasToString(
                          "__consumer_offsets-3 has a transaction of orphaned-old-1 open since"
                              + " offset 0, and its coordinator says CompleteAbort"));

      try (DataPlaneApp app = start(broker, registry)) {
        assertThat(app.awaitRunning(PATIENCE)).as("runs").isTrue();
      }
      assertThat(hanging(broker)).isEmpty();
    }
  }

  /** Of all three partitions, so that every task of the stage waits for it. */
  private static void leaveOffsets(String bootstrapServers, String topic) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(0));
    }
    OrphanedTransaction.leave(
        bootstrapServers,
        APPLICATION + "-old-1",
        producer ->
            producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(APPLICATION)));
  }

  private static List<HangingTransaction> hanging(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return new HangingTransactions(admin, Duration.ofSeconds(30)).find(name -> true);
    }
  }

  private static DataPlaneApp start(EmbeddedBroker broker, DevelopmentRegistry registry) {
    return DataPlaneApp.start(
        DataPlaneSettings.load(
            null,
            Map.of(),
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registry.url(),
                "topics.partitions", Integer.toString(PARTITIONS),
                "streams.application.id", APPLICATION,
                "streams.query.port", "0",
                "streams.state.dir", folder.resolve("state").toString())));
  }
}
