package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SourceState;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.TestBroker;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process with a real broker: what it tells, and how it refuses to start. */
class AgentAppIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    GrantKeys.generate(folder.resolve("keys"));
  }

  @Test
  void reportsWhatIsInItsFolderOnceAndBeats() throws Exception {
    Path root = folder.resolve("data");
    Path good = root.resolve("npz/hex8_2p/good.npz");
    new TrainingNpz(200_000, 1, NpzWriter.Storage.STORED).writeTo(good);
    Files.writeString(root.resolve("npz/hex8_2p/bad.npz"), "no zip");
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        FollowedTopic<ReplicaReport> reports =
            new FollowedTopic<>(broker, broker.topics().inventory());
        FollowedTopic<NodeHeartbeat> beats =
            new FollowedTopic<>(broker, broker.topics().heartbeats())) {
      long firstBoot;
      try (ChildProcess agent = start("agent", settings(root, broker.addresses()))) {
        String ready = agent.awaitReady(PATIENCE);
        assertThat(ready).matches("READY node=gpu-1 endpoint=http://127.0.0.1:\\d+ pid=\\d+");
        await().atMost(PATIENCE).until(() -> reports.values().size() == 2);
        await().atMost(PATIENCE).until(() -> !beats.values().isEmpty());
        NodeHeartbeat beat = beats.values().get(0);
        firstBoot = beat.getBoot();
        assertThat(beat.getEndpoint()).isEqualTo(ready.replaceAll(".*endpoint=(\\S+).*", "$1"));
        assertThat(beat.getRack()).isEqualTo("rack-7");
        assertThat(beat.getTransports()).contains("p2p_http", "upload");
        assertThat(beat.getDiskTotalBytes()).isPositive();

        Files.delete(root.resolve("npz/hex8_2p/bad.npz"));
        await().atMost(PATIENCE).until(() -> reports.values().size() == 3);
        assertThat(agent.stop(PATIENCE)).isTrue();
        assertThat(agent.exitCode()).isEqualTo(OptionalInt.of(128 + 15));
      }
      try (ChildProcess agent = start("agent", settings(root, broker.addresses()))) {
        agent.awaitReady(PATIENCE);
        Files.copy(good, root.resolve("npz/hex8_2p/copy.npz"));
        await().atMost(PATIENCE).until(() -> reports.values().size() == 4);
      }
      LeftInPart wanted = new LeftInPart(root, "a", OperationState.BACKOFF);
      LeftInPart leftover = new LeftInPart(root, "b", OperationState.FAILED);
      wanted.leave(broker);
      leftover.leave(broker);
      Files.delete(root.resolve(".dataplane/index"));
      List<ManifestItem> manifest =
          List.of(manifest("npz/hex8_2p/good.npz"), manifest("npz/hex8_2p/forgotten.npz"));
      broker.send(broker.topics().manifest(), manifest.get(0).getItemId(), manifest.get(0));
      broker.send(broker.topics().manifest(), manifest.get(1).getItemId(), manifest.get(1));
      try (ChildProcess agent = start("agent", settings(root, broker.addresses()))) {
        agent.awaitReady(PATIENCE);
        await()
            .atMost(PATIENCE)
            .until(() -> !of(reports.values(), "npz/hex8_2p/forgotten.npz").isEmpty());
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  List<NodeHeartbeat> beaten = beats.values();
                  SourceState source = beaten.get(beaten.size() - 1).getSource();
                  return source.getRefreshedAt() != null && source.getItems() == 2;
                });
        await().atMost(PATIENCE).until(() -> !Files.exists(leftover.file()));
        assertThat(wanted.file()).exists();
        removesWhatIsOrderedToGo(broker, reports, root.resolve("npz/hex8_2p/copy.npz"));
      }

      List<ReplicaReport> told = reports.values();
      ReplicaReport valid = of(told, "npz/hex8_2p/good.npz").get(0);
      assertThat(valid.getValidation()).isEqualTo(Validation.VALID);
      assertThat(valid.getSampleCount()).isEqualTo(200_000 / 3924);
      assertThat(valid.getConfigKey()).isEqualTo("hex8_2p");
      assertThat(valid.getPath()).isEqualTo(good.toRealPath().toString());
      List<ReplicaReport> bad = of(told, "npz/hex8_2p/bad.npz");
      assertThat(bad.get(0).getValidation()).isEqualTo(Validation.INVALID);
      assertThat(bad.get(0).getEvidence()).isEqualTo("not a zip archive");
      assertThat(bad.get(1).getPresence()).isEqualTo(Presence.ABSENT);
      assertThat(bad.get(1).getSequence()).isGreaterThan(bad.get(0).getSequence());
      ReplicaReport forgotten = of(told, "npz/hex8_2p/forgotten.npz").get(0);
      assertThat(forgotten.getPresence()).isEqualTo(Presence.ABSENT);
      assertThat(forgotten.getBoot()).isGreaterThan(firstBoot);
      ReplicaReport copy = of(told, "npz/hex8_2p/copy.npz").get(0);
      assertThat(copy.getBoot()).isGreaterThan(firstBoot);
      assertThat(copy.getSha256()).isEqualTo(valid.getSha256());
    }
  }

  /** Orders of another node, too late or of another register come first: nothing may follow. */
  private static void removesWhatIsOrderedToGo(
      TestBroker broker, FollowedTopic<ReplicaReport> reports, Path file) throws Exception {
    List<ReplicaReport> known = of(reports.values(), "npz/hex8_2p/copy.npz");
    ReplicaReport register = known.get(known.size() - 1);
    Eviction order =
        Eviction.newBuilder()
            .setRequestId("rm-1")
            .setItemId(register.getItemId())
            .setNodeId("gpu-1")
            .setSha256(register.getSha256())
            .setState(EvictionState.ORDERED)
            .setReason("asked_for: by a test")
            .setBoot(register.getBoot())
            .setSequence(register.getSequence())
            .setValidUntil(Instant.now().plusSeconds(300))
            .setOccurredAt(Instant.now())
            .build();
    Topic<Eviction> topic = broker.topics().evictions();
    try (FollowedTopic<Eviction> evictions = new FollowedTopic<>(broker, topic)) {
      for (Eviction other :
          List.of(
              Eviction.newBuilder(order).setNodeId("gpu-2").build(),
              Eviction.newBuilder(order).setValidUntil(Instant.now().minusSeconds(1)).build(),
              Eviction.newBuilder(order).setRequestId("rm-0").setSequence(9_999).build())) {
        broker.send(topic, other.getItemId(), other);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  evictions.values().stream()
                      .anyMatch(
                          e ->
                              e.getRequestId().equals("rm-0")
                                  && e.getState() == EvictionState.REFUSED));
      assertThat(file).exists();

      broker.send(topic, order.getItemId(), order);
      await()
          .atMost(PATIENCE)
          .until(
              () -> evictions.values().stream().anyMatch(e -> e.getState() == EvictionState.DONE));
      assertThat(file).doesNotExist();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  of(reports.values(), order.getItemId()).stream()
                      .anyMatch(report -> report.getPresence() == Presence.ABSENT));
    }
  }

  @Test
  void saysInOneLineWhyItCannotStart() throws Exception {
    Map<String, String> settings = settings(folder.resolve("other"), Map.of());
    try (ServerSocket taken = new ServerSocket(0)) {
      settings.put("agent.port", Integer.toString(taken.getLocalPort()));
      assertThat(failed(1, settings))
          .contains("agent of gpu-1 can't start: can't listen at 127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
    }
    settings = settings(Files.writeString(folder.resolve("file"), "x"), Map.of());
    assertThat(failed(1, settings)).contains("can't start: ").doesNotContain("\tat ");
  }

  @Test
  void namesEverySettingThatCannotBeUsed() throws Exception {
    Map<String, String> settings = settings(folder.resolve("other"), Map.of());
    settings.put("agent.bind", "0.0.0.0");
    settings.put("agent.grant.public.keys", folder.resolve("none.pem").toString());
    assertThat(failed(2, settings))
        .contains("agent.bind is 0.0.0.0, which others can't call", "none.pem")
        .doesNotContain("\tat ");

    settings.put("agent.pulls", "many");
    settings.put("agent.rak", "r");
    settings.remove("agent.node.id");
    assertThat(failed(2, settings))
        .contains("agent.pulls", "agent.rak is no setting", "agent.node.id")
        .doesNotContain("\tat ");
  }

  private static ManifestItem manifest(String itemId) {
    Replica replica =
        Replica.newBuilder()
            .setNodeId("gpu-1")
            .setBoot(1)
            .setSequence(1)
            .setPresence(Presence.PRESENT)
            .setSha256("a".repeat(64))
            .setSizeBytes(1)
            .setValidation(Validation.VALID)
            .setObservedAt(Instant.EPOCH)
            .setState(ReplicaState.AVAILABLE)
            .build();
    return ManifestItem.newBuilder()
        .setItemId(itemId)
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setEligible(true)
        .setReason("eligible")
        .setContents(List.of())
        .setReplicas(List.of(replica))
        .build();
  }

  private static List<ReplicaReport> of(List<ReplicaReport> told, String itemId) {
    return told.stream().filter(report -> report.getItemId().equals(itemId)).toList();
  }

  /** What an agent says that doesn't start. */
  private static String failed(int exitCode, Map<String, String> settings) throws Exception {
    try (ChildProcess agent = start("failing", settings)) {
      await().atMost(PATIENCE).until(() -> !agent.isAlive());
      assertThat(agent.exitCode()).isEqualTo(OptionalInt.of(exitCode));
    }
    return Files.readString(folder.resolve("failing.log"));
  }

  private static Map<String, String> settings(Path root, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("agent.node.id", "gpu-1");
    settings.put("agent.root", root.toString());
    settings.put("agent.rack", "rack-7");
    settings.put("agent.heartbeat.interval.ms", "200");
    settings.put(
        "agent.grant.public.keys",
        folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE).toString());
    return settings;
  }

  private static ChildProcess start(String name, Map<String, String> settings) {
    List<String> words =
        settings.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    JavaCommand command =
        JavaCommand.of(AgentApp.class).withJvmOptions(List.of("-Xmx64m")).withArguments(words);
    return ChildProcess.start(ChildProcess.Spec.java(name, command, folder.resolve(name + ".log")));
  }
}
