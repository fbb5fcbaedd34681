package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.local.chaos.DurabilityLedger.Written;
import io.ringrift.dataplane.local.demo.FileOnDisk;
import io.ringrift.dataplane.local.event.EventForm;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.stack.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * The services of the cluster in one round: files appear at hosts, and events about them are
 * published until the broker has them.
 */
final class Load {
  private static final String MODELS = "chaos_2p";
  private static final Duration PUBLISHED = Duration.ofMinutes(3);

  private final int round;
  private final ChaosPlan plan;
  private final Stack stack;
  private final DurabilityLedger ledger;
  private final EventPublisher publisher;
  private final SplittableRandom dice;

  Load(int round, ChaosPlan plan, Stack stack, DurabilityLedger ledger, EventPublisher publisher) {
    this.round = round;
    this.plan = plan;
    this.stack = stack;
    this.ledger = ledger;
    this.publisher = publisher;
    this.dice = plan.dice(round, "load");
  }

  /**
   * Returns when all is written and acknowledged.
   *
   * @param lasting about so long
   */
  void run(Duration lasting) throws IOException, InterruptedException {
    int files = plan.filesPerRound();
    int large = ChaosPlan.isNpz(files / 2) ? files / 2 + 1 : files / 2;
    emptyModel();
    for (int number = 0; number < files; number++) {
      if (ChaosPlan.isNpz(number)) {
        trainingData(number);
      } else {
        model(number, number == large ? (long) plan.largestMib() << 20 : modelSize());
      }
      TimeUnit.MILLISECONDS.sleep(dice.nextLong(2 * lasting.toMillis() / files + 1));
    }
  }

  /** Most are small, a few are some MiB. */
  private long modelSize() {
    int bits = 1 + dice.nextInt(dice.nextInt(10) == 0 ? 24 : 18);
    return 1 + dice.nextLong(1L << bits);
  }

  private void model(int number, long bytes) throws IOException, InterruptedException {
    String item = "models/%s/r%d-%04d.pth".formatted(MODELS, round, number);
    String node = source();
    String sha256 = write(item, node, bytes, true);
    publish("evaluator", promoted(item, sha256));
    ledger.acknowledged(item, "MODEL_PROMOTED", ChaosCluster.hosts());
    ledger.acknowledged(item, "MODEL_PROMOTED, backup", ChaosCluster.BACKUPS);
  }

  /** A file without bytes is no model: it is refused at validation and must stay where it is. */
  private void emptyModel() throws IOException, InterruptedException {
    String item = "models/%s/r%d-empty.pth".formatted(MODELS, round);
    String sha256 = write(item, source(), 0, false);
    publish("evaluator", promoted(item, sha256));
  }

  private void trainingData(int number) throws IOException, InterruptedException {
    String config = "chaos%dx%d_2p".formatted(round, number);
    String item = "npz/%s/%s.npz".formatted(config, config);
    String node = source();
    String trainer = other(node);
    TrainingNpz npz =
        new TrainingNpz(8_192 + dice.nextLong(4 << 20), dice.nextLong(), NpzWriter.Storage.STORED);
    Path file = stack.plan().dataOf(node).resolve(item);
    // Written elsewhere first: its hash is in the ledger before anyone can see it.
    Path elsewhere = stack.plan().folder().resolve("exports").resolve(config + ".npz");
    npz.writeTo(elsewhere);
    long bytes = Files.size(elsewhere);
    ledger.written(new Written(round, item, node, FileOnDisk.sha256(elsewhere), bytes, true));
    Files.createDirectories(file.getParent());
    Files.move(elsewhere, file, StandardCopyOption.ATOMIC_MOVE);
    publish(
        "export-daemon",
        NpzExportComplete.newBuilder()
            .setConfigKey(config)
            .setNodeId(node)
            .setItemId(item)
            .setSizeBytes(bytes)
            .setSampleCount(npz.samples())
            .setQualityScore(0.9)
            .setContentTime(Instant.now())
            .build());
    publish(
        "trainer", TrainingStarted.newBuilder().setConfigKey(config).setNodeId(trainer).build());
    ledger.acknowledged(item, "TRAINING_STARTED", List.of(trainer));
    ledger.acknowledged(item, "NPZ_EXPORT_COMPLETE, backup", ChaosCluster.BACKUPS);
  }

  private static ModelPromoted promoted(String item, String sha256) {
    return ModelPromoted.newBuilder()
        .setConfigKey(MODELS)
        .setItemId(item)
        .setSha256(sha256)
        .build();
  }

  /** Random bytes under a name that nobody reads yet, then renamed; gives the hash. */
  private String write(String item, String node, long bytes, boolean sound) throws IOException {
    Path file = stack.plan().dataOf(node).resolve(item);
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
    SplittableRandom content = dice.split();
    byte[] buffer = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      for (long left = bytes; left > 0; left -= buffer.length) {
        content.nextBytes(buffer);
        out.write(buffer, 0, (int) Math.min(left, buffer.length));
      }
    }
    String sha256 = FileOnDisk.sha256(unfinished);
    ledger.written(new Written(round, item, node, sha256, bytes, sound));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return sha256;
  }

  private String source() {
    return ChaosCluster.SOURCES.get(dice.nextInt(ChaosCluster.SOURCES.size()));
  }

  private String other(String node) {
    List<String> others = ChaosCluster.hosts().stream().filter(host -> !host.equals(node)).toList();
    return others.get(dice.nextInt(others.size()));
  }

  /** Again and again under one event id while the broker is down, as a careful service does. */
  private void publish(String service, SpecificRecord payload) throws InterruptedException {
    ClusterEvent event =
        ClusterEvent.newBuilder()
            .setEventId(UUID.randomUUID().toString())
            .setOccurredAt(Instant.now())
            .setSource(service)
            .setPayload(payload)
            .build();
    Instant deadline = Instant.now().plus(PUBLISHED);
    while (true) {
      try {
        publisher.publish(EventForm.key(event), event);
        return;
      } catch (Failure notTaken) {
        if (Instant.now().isAfter(deadline)) {
          throw notTaken;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }
}
