package io.ringrift.dataplane.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.embedded.testing.OrphanedTransaction;
import io.ringrift.dataplane.local.settings.ClientSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a transaction that nobody ends, and that it can end it. */
class TransactionsIT {
  private static final String TOPIC = "dataplane.test";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  @Test
  void seesATransactionThatHangsAndEndsIt() throws Exception {
    EmbeddedBroker.Options options = EmbeddedBroker.Options.in(folder);
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      createTopic(broker);
      assertThat(transactions(broker).check().detail()).isEqualTo("none hangs");
      OrphanedTransaction.leave(
          broker.bootstrapServers(),
          "left-1",
          producer ->
              producer.send(new ProducerRecord<>(TOPIC, "x".getBytes(StandardCharsets.UTF_8))));
      assertThat(transactions(broker).check().detail())
          .as("the coordinator doesn't know of it before its start")
          .isEqualTo("none hangs");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      // A coordinator that is just starting tells of nothing.
      await()
          .atMost(PATIENCE)
          .until(() -> transactions(broker).check().verdict() == Finding.Verdict.BAD);
      assertThat(transactions(broker).check())
          .isEqualTo(
              Finding.bad(
                  "transactions",
                  "1 hangs, readers of what is committed wait there for ever: dataplane.test-0 has a"
                      + " transaction of left-1 open since offset 0, and its coordinator says"
                      + " CompleteAbort",
                  "./dataplane doctor --repair ends them as aborted"));
      assertThat(lastStable(broker)).isZero();

      assertThat(transactions(broker).repair()).hasSize(1);

      assertThat(transactions(broker).check().verdict()).isEqualTo(Finding.Verdict.OK);
      assertThat(lastStable(broker)).as("after the record and the marker").isEqualTo(2);
    }
  }

  private static Transactions transactions(EmbeddedBroker broker) {
    return new Transactions(
        ClientSettings.of(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "schema.registry.url",
                "http://127.0.0.1:1")));
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** How far readers of what is committed get. */
  private static long lastStable(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return admin
          .listOffsets(
              Map.of(PARTITION, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(PARTITION)
          .get(30, TimeUnit.SECONDS)
          .offset();
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
