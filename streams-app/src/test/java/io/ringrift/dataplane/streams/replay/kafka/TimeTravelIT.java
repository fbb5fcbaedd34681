package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.TopicTalk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day in the life of two items, asked about afterwards; no application runs. */
class TimeTravelIT {

  private static final String A = "npz/hex8_2p/a.npz";
  private static final String B = "npz/hex8_2p/b.npz";
  private static final String HASH = "a".repeat(64);

  @TempDir static Path folder;

  private static EmbeddedPlatform platform;
  private static TopicTalk talk;
  private static HistoryLog log;
  private static TimeTravel past;
  private static Instant beforeAll;
  private static Instant withOneCopy;
  private static Instant withTwo;
  private static Instant atTheEnd;

  @BeforeAll
  static void live() {
    platform = EmbeddedPlatform.start(folder.resolve("platform"));
    talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
    log = new HistoryLog(Map.of("bootstrap.servers", platform.bootstrapServers()), talk.topics());
    past = new TimeTravel(log, folder.resolve("scratch"), 2, new ReplayProgress());

    beforeAll = pause();
    node("gpu-1", 1, true);
    node("gpu-2", 1, true);
    report("gpu-1", A, 1, true);
    withOneCopy = pause();
    report("gpu-2", A, 1, true);
    report("gpu-1", B, 2, true);
    talk.send(
        talk.topics().events(),
        "any",
        new ClusterEvent(
            "export-1",
            Instant.now(),
            "exporter",
            new NpzExportComplete("hex8_2p", "gpu-1", A, HASH, 500L, 600L, 0.9, Instant.now())));
    withTwo = pause();
    report("gpu-1", A, 3, false);
    node("gpu-2", 2, false);
    atTheEnd = pause();
  }

  @AfterAll
  static void stop() {
    log.close();
    talk.close();
    platform.close();
  }

  @Test
  void tellsWhichReplicasWereKnownThen() {
    assertThat(past.item(A, beforeAll)).isEmpty();
    assertThat(states(past.item(A, withOneCopy)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("gpu-1", ReplicaState.AVAILABLE));
    assertThat(states(past.item(A, withTwo)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("gpu-1", ReplicaState.AVAILABLE, "gpu-2", ReplicaState.AVAILABLE));
    assertThat(states(past.item(A, atTheEnd)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("gpu-1", ReplicaState.ABSENT, "gpu-2", ReplicaState.UNREACHABLE));
  }

  @Test
  void listsTheItemsThatWereKnownThen() {
    assertThat(past.items(beforeAll, item -> true, 10).items()).isEmpty();
    assertThat(ids(past.items(withOneCopy, item -> true, 10))).containsExactly(A);
    assertThat(ids(past.items(withTwo, item -> true, 10))).containsExactly(A, B);

    TimeTravel.Listing first = past.items(withTwo, item -> true, 1);
    assertThat(ids(first)).containsExactly(A);
    assertThat(first.truncated()).isTrue();
    assertThat(past.items(withTwo, item -> item.getItemType() == ItemType.GAME, 1).items())
        .isEmpty();
  }

  @Test
  void tellsWhatChangedAndByWhat() {
    TimeTravel.Changes changes = past.diff(withOneCopy, withTwo, 10);

    assertThat(changes.changes()).extracting(change -> change.itemId()).containsExactly(A, B);
    assertThat(changes.changes().get(0).steps())
        .extracting(step -> step.subject())
        .containsExactly("gpu-2", "events");
    assertThat(changes.changes().get(1).before()).isNull();
    assertThat(changes.events())
        .extracting(HistoryEntry::words)
        .satisfiesExactlyInAnyOrder(
            words -> assertThat(words).startsWith("gpu-2 has aaaaaaaaaaaa (VALID)"),
            words -> assertThat(words).startsWith("gpu-1 has aaaaaaaaaaaa (VALID)"),
            words -> assertThat(words).startsWith("NpzExportComplete"));
    assertThat(past.diff(atTheEnd, atTheEnd.plusSeconds(60), 10).changes()).isEmpty();
  }

  @Test
  void tellsEveryRecordThatShapedAnItemInOrder() {
    assertThat(past.history(A, Optional.empty(), Optional.empty()))
        .isSortedAccordingTo(HistoryEntry.ORDER)
        .extracting(entry -> entry.topic().substring("dataplane.".length()))
        .containsExactly("inventory", "inventory", "events", "inventory");
    assertThat(past.history(A, Optional.of(withTwo), Optional.empty()))
        .extracting(HistoryEntry::words)
        .containsExactly("gpu-1 no longer has it, boot 1 sequence 3");
    assertThat(past.history("npz/none.npz", Optional.empty(), Optional.empty())).isEmpty();
  }

  private static Map<String, ReplicaState> states(Optional<ManifestItem> item) {
    return item.orElseThrow().getReplicas().stream()
        .collect(java.util.stream.Collectors.toMap(Replica::getNodeId, Replica::getState));
  }

  private static List<String> ids(TimeTravel.Listing listing) {
    return listing.items().stream().map(ManifestItem::getItemId).toList();
  }

  /** A moment between what was written and what will be, apart from both by the log's clock. */
  private static Instant pause() {
    Instant moment = Instant.now().plusMillis(5);
    while (!Instant.now().isAfter(moment.plusMillis(5))) {
      Thread.onSpinWait();
    }
    return moment;
  }

  private static void report(String node, String item, long sequence, boolean present) {
    talk.send(
        talk.topics().inventory(),
        item,
        ReplicaReport.newBuilder()
            .setNodeId(node)
            .setItemId(item)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setBoot(1)
            .setSequence(sequence)
            .setPresence(present ? Presence.PRESENT : Presence.ABSENT)
            .setSha256(present ? HASH : null)
            .setSizeBytes(present ? 500 : 0)
            .setValidation(Validation.VALID)
            .setObservedAt(Instant.now())
            .build());
  }

  private static void node(String nodeId, long revision, boolean online) {
    Instant now = Instant.now();
    NodeState state =
        NodeState.newBuilder()
            .setNodeId(nodeId)
            .setKind(NodeKind.HOST)
            .setRoles(List.of())
            .setReceives(List.of())
            .setTransports(List.of())
            .setDiskTotalBytes(0)
            .setDiskFreeBytes(0)
            .setActiveTransfers(0)
            .setMaxTransfers(0)
            .setOnline(online)
            .setChangedAt(now)
            .setCause("HEARTBEAT")
            .setBoot(1)
            .setRevision(revision)
            .build();
    talk.send(
        talk.topics().nodeFacts(),
        nodeId,
        new NodeFact(nodeId + "-" + revision, now, nodeId, "HEARTBEAT", null, state));
  }
}
