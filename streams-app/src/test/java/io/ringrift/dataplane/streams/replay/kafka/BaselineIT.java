package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HistoryOffset;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.DataPlaneApp;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.TopicTalk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old records may go once a baseline covers them. */
class BaselineIT {

  private static final String APPLICATION = "baseline";

  @TempDir Path folder;

  @Test
  void aBaselineAndItsTailGiveTheSameDigestAsTheWholeHistory() throws Exception {
    try (EmbeddedPlatform platform = EmbeddedPlatform.start(folder.resolve("platform"));
        TopicTalk talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
        HistoryLog log =
            new HistoryLog(
                Map.of("bootstrap.servers", platform.bootstrapServers()), talk.topics());
        DataPlaneApp app =
            DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), settings(platform)))) {
      assertThat(app.awaitRunning(Duration.ofSeconds(60))).isTrue();
      send(talk, new RandomHistory(3).records(600));
      Instant before = Instant.now();

      Baseline baseline =
          new BaselineTaking(log, folder.resolve("scratch"), 2, new ReplayProgress())
              .take("first", Instant.now());
      send(talk, new RandomHistory(4).records(200));

      Verdict fromTheBeginning = verify(log, false);
      Verdict fromTheBaseline = verify(log, true);
      assertThat(fromTheBeginning.differences()).isEmpty();
      assertThat(fromTheBaseline.differences()).isEmpty();
      assertThat(fromTheBaseline.rebuilt()).isEqualTo(fromTheBeginning.rebuilt());
      assertThat(fromTheBaseline.records()).isLessThan(fromTheBeginning.records());
      assertThat(baseline.getItems()).isEqualTo(6);

      drop(platform, baseline);

      Verdict fromWhatIsLeft = verify(log, false);
      assertThat(fromWhatIsLeft.differences()).isEmpty();
      assertThat(fromWhatIsLeft.rebuilt()).isEqualTo(fromTheBeginning.rebuilt());
      TimeTravel past = new TimeTravel(log, folder.resolve("scratch"), 2, new ReplayProgress());
      assertThat(past.items(Instant.now(), item -> true, 10).items()).hasSize(6);
      assertThatThrownBy(() -> past.items(before.minusSeconds(60), item -> true, 10))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("what lay before it is gone and no baseline covers it");
    }
  }

  private Verdict verify(HistoryLog log, boolean fromBaseline) {
    return new ManifestCheck(
            log,
            new ManifestCheck.Options(
                APPLICATION, folder.resolve("scratch"), 2, Duration.ofSeconds(30), fromBaseline),
            new ReplayProgress())
        .verify();
  }

  private static void send(TopicTalk talk, List<SpecificRecord> records) {
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

  private static void drop(EmbeddedPlatform platform, Baseline baseline) throws Exception {
    Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
    for (HistoryOffset place : baseline.getCovers()) {
      old.put(
          new TopicPartition(place.getTopic(), place.getPartition()),
          RecordsToDelete.beforeOffset(place.getOffset()));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
      admin.deleteRecords(old).all().get();
    }
  }

  private Map<String, String> settings(EmbeddedPlatform platform) {
    return Map.of(
        "bootstrap.servers", platform.bootstrapServers(),
        "schema.registry.url", platform.registryUrl(),
        "streams.state.dir", folder.resolve("state").toString(),
        "streams.application.id", APPLICATION,
        "streams.query.port", "0");
  }
}
