package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import io.ringrift.dataplane.contract.admin.TopicDeletion;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.DataPlaneApp;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.TopicTalk;
import io.ringrift.dataplane.streams.replay.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The drill of docs/how-to/reset.md, on a real broker with three partitions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationResetIT {

  private static final String APPLICATION = "lost";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private final List<DataOperation> emitted = new ArrayList<>();
  private EmbeddedPlatform platform;
  private TopicTalk talk;
  private long sequence;

  @BeforeAll
  void start() {
    platform = EmbeddedPlatform.start(folder.resolve("platform"));
    talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
  }

  @AfterAll
  void stop() {
    talk.close();
    platform.close();
  }

  @Test
  void anApplicationThatLostEverythingGoesOnFromItsLastCommit() throws Exception {
    String[] all = {
      "npz/moving/1.npz", "npz/done/1.npz", "npz/late/1.npz", "npz/waiting/1.npz", "npz/done/2.npz"
    };
    Digest before;
    try (DataPlaneApp app = application()) {
      online("gpu-1");
      online("gpu-2");
      has("gpu-1", "npz/moving/1.npz");
      has("gpu-1", "npz/done/1.npz");
      training("moving");
      training("done");
      training("waiting");
      awaitEmitted("npz/moving/1.npz", "npz/done/1.npz");
      complete("npz/done/1.npz");
      awaitNeed("done", NeedState.MET);
      awaitNeed("waiting", NeedState.OPEN);
      Verdict verdict = verify();
      assertThat(verdict.equal()).isTrue();
      before = verdict.live();
      assertThatThrownBy(() -> reset(true))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("the application lost runs, it has");
    }
    // Comes while it is down, so it has to be answered afterwards.
    has("gpu-1", "npz/late/1.npz");
    training("late");
    loseStoresAndManifest();

    assertThat(reset(false).digest()).isEqualTo(before);
    ApplicationReset.Done done = reset(true);

    assertThat(done.digest()).isEqualTo(before);
    assertThat(done.nodes()).isEqualTo(2);
    assertThat(done.operations()).isEqualTo(2);
    assertThat(done.openOperations()).isEqualTo(1);
    assertThat(done.openNeeds()).isGreaterThanOrEqualTo(2);
    assertThat(done.offsetsLost()).isFalse();
    try (DataPlaneApp app = application()) {
      awaitEmitted("npz/moving/1.npz", "npz/done/1.npz", "npz/late/1.npz");
      assertThat(verify().differences()).isEmpty();

      complete("npz/moving/1.npz");
      awaitNeed("moving", NeedState.MET);
      has("gpu-1", "npz/waiting/1.npz");
      has("gpu-1", "npz/done/2.npz"); // Still trains at gpu-2, so it follows there.
      awaitEmitted(all);
      before = verify().live();
    }

    // And again, with what Kafka knows of the group lost, too.
    loseStoresAndManifest();
    try (Admin admin = admin()) {
      admin.deleteConsumerGroups(List.of(APPLICATION)).all().get();
    }
    assertThat(reset(true).offsetsLost()).isTrue();
    try (DataPlaneApp app = application()) {
      complete("npz/waiting/1.npz");
      awaitNeed("waiting", NeedState.MET);
      Verdict verdict = verify();
      assertThat(verdict.differences()).isEmpty();
      awaitEmitted(all);
      assertThat(verdict.live().items()).isEqualTo(before.items());
    }
  }

  /** Each of these items was ordered from the workers, once. */
  private void awaitEmitted(String... items) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              for (Priority priority : Priority.values()) {
                emitted.addAll(talk.newValues(talk.topics().operations(priority)));
              }
              assertThat(emitted)
                  .extracting(DataOperation::getItemId)
                  .containsExactlyInAnyOrder(items);
            });
  }

  private void awaitNeed(String config, NeedState state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(talk.table(talk.topics().needs()).values())
                    .filteredOn(need -> need.getRequestId().equals("train-" + config))
                    .extracting(Need::getState)
                    .containsExactly(state));
  }

  private void complete(String itemId) {
    DataOperation op =
        emitted.stream().filter(each -> each.getItemId().equals(itemId)).findFirst().orElseThrow();
    talk.send(
        talk.topics().transferResults(),
        itemId,
        TransferResult.newBuilder()
            .setType(TransferResultType.DATA_TRANSFER_COMPLETE)
            .setOperationId(op.getOperationId())
            .setEpoch(op.getEpoch())
            .setItemId(itemId)
            .setItemType(op.getItemType())
            .setConfigKey(op.getConfigKey())
            .setSha256(op.getSha256())
            .setSizeBytes(op.getSizeBytes())
            .setTargetNode(op.getTargetNode())
            .setWorkerId("worker-1")
            .setOccurredAt(Instant.now())
            .setBoot(1L)
            .setSequence(++sequence)
            .setPath("/data/" + itemId)
            .build());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        talk.table(talk.topics().operations()).get(op.getOperationId()).getState())
                    .isEqualTo(OperationState.DONE));
  }

  private void online(String node) {
    event(
        "online-" + node,
        new HostOnline(
            node, NodeKind.HOST, "lambda", null, "r1", List.of("training"), "http://" + node));
  }

  private void training(String config) {
    event("train-" + config, new TrainingStarted(config, "gpu-2", "job-" + config));
  }

  private void event(String id, Object payload) {
    talk.send(talk.topics().events(), id, new ClusterEvent(id, Instant.now(), "test", payload));
  }

  private void has(String node, String itemId) {
    talk.send(
        talk.topics().inventory(),
        itemId,
        ReplicaReport.newBuilder()
            .setNodeId(node)
            .setItemId(itemId)
            .setItemType(ItemType.NPZ)
            .setConfigKey(itemId.split("/")[1])
            .setBoot(1)
            .setSequence(++sequence)
            .setPresence(Presence.PRESENT)
            .setSha256("%064x".formatted(itemId.hashCode() & 0xffffffffL))
            .setSizeBytes(1_000)
            .setPath("/data/" + itemId)
            .setValidation(Validation.VALID)
            .setContentTime(Instant.now())
            .setSampleCount(5_000L)
            .setQualityScore(0.9)
            .setObservedAt(Instant.now())
            .build());
  }

  private Verdict verify() {
    try (HistoryLog log = log()) {
      return new ManifestCheck(
              log,
              new ManifestCheck.Options(APPLICATION, folder.resolve("scratch"), 2, LIMIT, false),
              new ReplayProgress())
          .verify();
    }
  }

  private ApplicationReset.Done reset(boolean apply) {
    try (HistoryLog log = log();
        ApplicationReset reset =
            new ApplicationReset(
                log,
                new ApplicationReset.Options(APPLICATION, folder.resolve("scratch"), 2, apply),
                new ReplayProgress())) {
      return reset.reset(Instant.now());
    }
  }

  private HistoryLog log() {
    return new HistoryLog(Map.of("bootstrap.servers", platform.bootstrapServers()), talk.topics());
  }

  private void loseStoresAndManifest() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (Admin admin = admin()) {
      List<String> lost =
          admin.listTopics().names().get().stream()
              .filter(
                  name ->
                      name.endsWith("-changelog") || name.equals(talk.topics().manifest().name()))
              .toList();
      assertThat(lost).hasSizeGreaterThan(10);
      TopicDeletion.delete(admin, lost, LIMIT);
      new TopicCreation(admin, LIMIT, Optional.empty()).create(talk.topics().all());
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()));
  }

  private DataPlaneApp application() throws InterruptedException {
    DataPlaneApp app =
        DataPlaneApp.start(
            DataPlaneSettings.load(
                null,
                Map.of(),
                Map.of(
                    "bootstrap.servers", platform.bootstrapServers(),
                    "schema.registry.url", platform.registryUrl(),
                    "streams.state.dir", folder.resolve("state").toString(),
                    "streams.application.id", APPLICATION,
                    "streams.query.port", "0")));
    assertThat(app.awaitRunning(LIMIT)).isTrue();
    return app;
  }
}
