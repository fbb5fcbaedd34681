package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.DataPlaneApp;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.TopicTalk;
import io.ringrift.dataplane.streams.replay.Difference;
import io.ringrift.dataplane.streams.replay.Finding.Code;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live application beside a replay of what it read, on a real broker with three partitions. */
class ManifestCheckIT {

  private static final String APPLICATION = "checked";
  private static final String LOST = "npz/hex8_2p/0.npz";
  private static final String FLIPPED = "npz/hex8_2p/1.npz";
  private static final String RESURRECTED = "npz/hex8_2p/2.npz";
  private static final String MISSING = "npz/hex8_2p/3.npz";
  private static final String TOO_MANY = "npz/hex8_2p/nobody-has-it.npz";

  @TempDir static Path folder;

  private static EmbeddedPlatform platform;
  private static TopicTalk talk;
  private static DataPlaneApp app;

  @BeforeAll
  static void start() throws InterruptedException {
    platform = EmbeddedPlatform.start(folder);
    talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
    app = DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), settings()));
    assertThat(app.awaitRunning(Duration.ofSeconds(60))).isTrue();
  }

  @AfterAll
  static void stop() {
    app.close();
    talk.close();
    platform.close();
  }

  @Test
  void namesEachFaultPlantedInTheLiveManifestAndRepairsIt() {
    send(new RandomHistory(7).records(2_000));
    for (int item = 0; item < 6; item++) {
      talk.send(talk.topics().inventory(), itemId(item), said(item, "gpu-7", 1, true));
      talk.send(talk.topics().inventory(), itemId(item), said(item, "gpu-8", 1, true));
    }
    talk.send(talk.topics().inventory(), RESURRECTED, said(2, "gpu-8", 2, false));

    Verdict equal = verify();
    assertThat(equal.differences()).isEmpty();
    assertThat(equal.live()).isEqualTo(equal.rebuilt());
    assertThat(equal.live().items()).isEqualTo(6);
    assertThat(equal.records()).isGreaterThanOrEqualTo(2_013);

    Map<String, ManifestItem> rows = new HashMap<>(talk.table(talk.topics().manifest()));
    plant(without(rows.get(LOST), "gpu-7"));
    plant(with(rows.get(FLIPPED), replica(rows.get(FLIPPED), "gpu-8").setSha256("f".repeat(64))));
    plant(
        with(
            rows.get(RESURRECTED),
            replica(rows.get(RESURRECTED), "gpu-8")
                .setPresence(Presence.PRESENT)
                .setSha256("%064x".formatted(1))
                .setSequence(3)));
    plant(ManifestItem.newBuilder(rows.get(LOST)).setItemId(TOO_MANY).build());
    talk.send(talk.topics().manifest(), MISSING, null);

    Verdict verdict = verify();
    assertThat(verdict.live().hex()).isNotEqualTo(verdict.rebuilt().hex());
    assertThat(verdict.rebuilt()).isEqualTo(equal.rebuilt());
    assertThat(codes(verdict))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                LOST, List.of(Code.LOST_REPORT + " gpu-7"),
                FLIPPED, List.of(Code.FLIPPED_HASH + " gpu-8"),
                RESURRECTED, List.of(Code.RESURRECTED_REPLICA + " gpu-8"),
                TOO_MANY, List.of(Code.ITEM_TOO_MANY + " " + TOO_MANY),
                MISSING, List.of(Code.ITEM_MISSING + " " + MISSING)));
    assertThat(verdict.events().get(LOST))
        .isSortedAccordingTo(HistoryEntry.ORDER)
        .anySatisfy(
            entry -> {
              assertThat(entry.topic()).isEqualTo("dataplane.inventory");
              assertThat(entry.words()).startsWith("gpu-7 has 000000000000");
            });
    assertThat(verdict.events()).doesNotContainKey(TOO_MANY);
    assertThat(folder.resolve("scratch"))
        .isDirectoryNotContaining(file -> !file.getFileName().toString().equals(".lock"));

    try (HistoryLog log = log()) {
      Repair.publish(log, Repair.corrections(verdict, Instant.now()));
    }
    Verdict repaired = verify();
    assertThat(repaired.differences()).isEmpty();
    assertThat(repaired.live()).isEqualTo(equal.live());
    assertThat(talk.table(talk.topics().manifest()).get(TOO_MANY)).isNull();
  }

  @Test
  void isEqualWhileTheClusterGoesOnReporting() throws InterruptedException {
    Thread reporting = new Thread(() -> send(new RandomHistory(11).records(6_000)), "reporting");
    reporting.start();
    try {
      assertThat(verify().differences()).isEmpty();
    } finally {
      reporting.join();
    }
    assertThat(verify().equal()).isTrue();
  }

  @Test
  void answersQuestionsAboutThePastOverHttp() throws Exception {
    talk.send(talk.topics().inventory(), itemId(5), said(5, "gpu-7", 1, true));
    String item = "/v1/items/" + itemId(5).replace("/", "%2F");

    assertThat(get(item + "/history?from=2026-01-01T00:00Z")).contains("gpu-7 has 000000000000");
    assertThat(get(item + "?at=" + Instant.now().plusSeconds(1))).contains("\"gpu-7\"");
    assertThat(get("/v1/items?at=" + Instant.now().plusSeconds(1))).contains(itemId(5));
    assertThat(get(item + "?at=2026-01-01T00:00Z")).contains("was known at 2026-01-01T00:00:00Z");
    assertThat(get("/v1/diff?from=2026-01-01T00:00Z")).contains("\"new\":true", itemId(5));
  }

  @Test
  void saysSoWhenTheApplicationStandsStill() {
    talk.send(talk.topics().inventory(), itemId(0), said(0, "gpu-7", 1, true));

    assertThatThrownBy(() -> verify("nobody", Duration.ofSeconds(1)))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("the application nobody has not moved for 1 s");
  }

  private static String get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.queryUrl().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Verdict verify() {
    return verify(APPLICATION, Duration.ofSeconds(30));
  }

  private static Verdict verify(String application, Duration patience) {
    try (HistoryLog log = log()) {
      return new ManifestCheck(
              log,
              new ManifestCheck.Options(application, folder.resolve("scratch"), 2, patience, false),
              new ReplayProgress())
          .verify();
    }
  }

  private static HistoryLog log() {
    return new HistoryLog(Map.of("bootstrap.servers", platform.bootstrapServers()), talk.topics());
  }

  private static Map<String, List<String>> codes(Verdict verdict) {
    Map<String, List<String>> codes = new TreeMap<>();
    for (Difference difference : verdict.differences()) {
      codes.put(
          difference.itemId(),
          difference.findings().stream().map(f -> f.code() + " " + f.subject()).toList());
    }
    return codes;
  }

  private static void send(List<SpecificRecord> records) {
    for (SpecificRecord record : records) {
      if (record instanceof ReplicaReport report) {
        talk.sendLater(talk.topics().inventory(), RandomHistory.key(record), report);
      } else if (record instanceof TransferResult result) {
        talk.sendLater(talk.topics().transferResults(), RandomHistory.key(record), result);
      } else {
        talk.sendLater(talk.topics().events(), "any", (ClusterEvent) record);
      }
    }
    talk.flush();
  }

  private static void plant(ManifestItem row) {
    talk.send(talk.topics().manifest(), row.getItemId(), row);
  }

  private static ReplicaReport said(int item, String node, long sequence, boolean present) {
    return ReplicaReport.newBuilder(new RandomHistory(1).report())
        .setItemId(itemId(item))
        .setNodeId(node)
        .setBoot(1)
        .setSequence(sequence)
        .setPresence(present ? Presence.PRESENT : Presence.ABSENT)
        .setSha256(present ? "%064x".formatted(1) : null)
        .build();
  }

  private static String itemId(int number) {
    return "npz/hex8_2p/" + number + ".npz";
  }

  private static Replica.Builder replica(ManifestItem row, String node) {
    return Replica.newBuilder(
        row.getReplicas().stream()
            .filter(replica -> replica.getNodeId().equals(node))
            .findFirst()
            .orElseThrow());
  }

  private static ManifestItem without(ManifestItem row, String node) {
    List<Replica> replicas = new ArrayList<>(row.getReplicas());
    replicas.removeIf(replica -> replica.getNodeId().equals(node));
    return ManifestItem.newBuilder(row).setReplicas(replicas).build();
  }

  private static ManifestItem with(ManifestItem row, Replica.Builder changed) {
    List<Replica> replicas = new ArrayList<>(without(row, changed.getNodeId()).getReplicas());
    replicas.add(changed.build());
    return ManifestItem.newBuilder(row).setReplicas(replicas).build();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "bootstrap.servers", platform.bootstrapServers(),
        "schema.registry.url", platform.registryUrl(),
        "streams.state.dir", folder.resolve("state").toString(),
        "streams.application.id", APPLICATION,
        "streams.query.port", "0");
  }
}
