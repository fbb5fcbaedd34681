package io.ringrift.dataplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a group committed is there after kill -9, however long its coordinator takes to load. The
 * broker runs without a compiler: a load that takes a fifth of a second takes seconds, as on a
 * machine with far more work than cores.
 */
class KilledCoordinatorIT {
  private static final String GROUP = "committing";
  private static final int PARTITIONS = 100;

  /** Of all partitions each: their load takes some 2 s. */
  private static final int COMMITS = 400;

  private static final List<String> SLOW = List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xint");

  @TempDir Path folder;

  @Test
  void aGroupKeepsItsOffsetsOverAKill() throws Exception {
    BrokerProcess.Options options = BrokerProcess.Options.in(folder).withJvmOptions(SLOW);
    try (BrokerProcess broker = BrokerProcess.start(options);
        Admin admin = admin(broker.awaitReady(Duration.ofSeconds(60)))) {
      admin.createTopics(List.of(new NewTopic("read", PARTITIONS, (short) 1))).all().get();
      long committed = commitMany(admin, COMMITS);

      broker.kill();
      broker.restart();
      // From the first moment on: what is written while the coordinator loads is what went wrong.
      commitUntilTaken(admin, committed + 1);

      assertThat(offsets(admin)).hasSize(PARTITIONS).containsOnly(committed + 1);
      assertThat(Files.readString(options.log())).doesNotContain("out of sync");
    }
  }

  private static Admin admin(BrokerProcess broker) {
    return Admin.create(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "reconnect.backoff.max.ms", "100"));
  }

  private static long commitMany(Admin admin, int commits) throws Exception {
    Queue<AlterConsumerGroupOffsetsResult> open = new ArrayDeque<>();
    for (long value = 1; value <= commits; value++) {
      open.add(admin.alterConsumerGroupOffsets(GROUP, all(value)));
      if (open.size() > 50) {
        open.remove().all().get();
      }
    }
    for (AlterConsumerGroupOffsetsResult one : open) {
      one.all().get();
    }
    return commits;
  }

  private static void commitUntilTaken(Admin admin, long value) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int taken = 0;
    while (taken < 20) {
      try {
        admin.alterConsumerGroupOffsets(GROUP, all(value)).all().get(5, TimeUnit.SECONDS);
        taken++;
      } catch (ExecutionException | TimeoutException e) {
        assertThat(System.nanoTime()).as("no commit was taken: %s", e).isLessThan(deadline);
      }
    }
  }

  private static List<Long> offsets(Admin admin) throws Exception {
    return admin
        .listConsumerGroupOffsets(GROUP)
        .partitionsToOffsetAndMetadata()
        .get(30, TimeUnit.SECONDS)
        .values()
        .stream()
        .map(OffsetAndMetadata::offset)
        .toList();
  }

  private static Map<TopicPartition, OffsetAndMetadata> all(long value) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      offsets.put(new TopicPartition("read", partition), new OffsetAndMetadata(value));
    }
    return offsets;
  }
}
