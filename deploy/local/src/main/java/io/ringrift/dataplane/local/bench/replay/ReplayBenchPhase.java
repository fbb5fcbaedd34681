package io.ringrift.dataplane.local.bench.replay;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import io.ringrift.dataplane.streams.replay.kafka.HistoryLog;
import io.ringrift.dataplane.streams.replay.kafka.RebuildTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One phase in a JVM of its own:
 *
 * <pre>
 * ReplayBenchPhase load|decode|intake|rebuild BOOTSTRAP REGISTRY SCRATCH ITEMS EVENTS
 * </pre>
 */
final class ReplayBenchPhase {

  static final String RESULT = "RESULT ";

  private ReplayBenchPhase() {}

  public static void main(String[] words) throws IOException {
    Map<String, Object> client = Map.of("bootstrap.servers", words[1]);
    try (Topics topics = new Topics(Map.of("schema.registry.url", words[2]), 3)) {
      if (words[0].equals("load")) {
        load(client, topics, Integer.parseInt(words[4]), Integer.parseInt(words[5]));
        return;
      }
      try (HistoryLog log = new HistoryLog(client, topics)) {
        RebuildTiming timing = new RebuildTiming(log, Runtime.getRuntime().availableProcessors());
        RebuildTiming.Timing found =
            switch (words[0]) {
              case "decode" -> timing.decode();
              case "intake" -> timing.intake();
              case "rebuild" -> timing.rebuild(Path.of(words[3]));
              default -> throw new IllegalArgumentException("phase is " + words[0]);
            };
        System.out.printf(
            java.util.Locale.ROOT,
            "%s{\"records\": %d, \"records_per_s\": %.0f, \"peak_mib\": %d, \"items\": %d}%n",
            RESULT,
            found.records(),
            found.rate(),
            peakMib(),
            found.digest() == null ? 0 : found.digest().items());
      }
    }
  }

  /** Every node's reports one after another: the worst order for a store, each row is cold. */
  private static void load(Map<String, Object> client, Topics topics, int items, int events) {
    try (Admin admin = Admin.create(client)) {
      new TopicCreation(admin, Duration.ofSeconds(30), Optional.empty()).create(topics.all());
    }
    Topic<ReplicaReport> inventory = topics.inventory();
    Instant now = Instant.now();
    try (Producer<String, ReplicaReport> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", client.get("bootstrap.servers"),
                "linger.ms", "20",
                "batch.size", "262144",
                "compression.type", "lz4"),
            new StringSerializer(),
            inventory.value().serializer())) {
      for (int event = 0; event < events; event++) {
        ReplicaReport report = report(event / items, event % items, now);
        producer.send(new ProducerRecord<>(inventory.name(), report.getItemId(), report));
      }
    }
  }

  private static ReplicaReport report(int node, int item, Instant now) {
    String config = "config-" + item % 500;
    String itemId = "npz/" + config + "/" + item + ".npz";
    return new ReplicaReport(
        "node-" + node,
        itemId,
        ItemType.NPZ,
        config,
        1L,
        (long) item,
        Presence.PRESENT,
        "%064x".formatted(item + 1),
        100_000_000L,
        "/data/" + itemId,
        Validation.VALID,
        null,
        now,
        100_000L,
        null,
        0.5,
        null,
        now);
  }

  /** The most that was resident, of this process. */
  private static long peakMib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
