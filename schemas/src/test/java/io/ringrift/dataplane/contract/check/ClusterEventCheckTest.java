package io.ringrift.dataplane.contract.check;

import static io.ringrift.dataplane.contract.check.Samples.LOG_TIME;
import static io.ringrift.dataplane.contract.check.Samples.TOO_FAR_AHEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureReleased;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.DataStale;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.SelfplayComplete;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingFailed;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TrainingThresholdReached;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ClusterEventCheckTest {

  private static final String CONFIG = "hex8_2p";
  private static final String ITEM = "npz/hex8_2p/a.npz";

  private static final List<SpecificRecord> GOOD =
      List.of(
          TrainingStarted.newBuilder().setConfigKey(CONFIG).build(),
          TrainingThresholdReached.newBuilder().setConfigKey(CONFIG).build(),
          TrainingCompleted.newBuilder().setConfigKey(CONFIG).setJobId("job 7").build(),
          TrainingFailed.newBuilder().setConfigKey(CONFIG).setError("loss is NaN\n").build(),
          DataNeeded.newBuilder().setConfigKey(CONFIG).setNodeId("gpu-1").build(),
          DataStale.newBuilder().setConfigKey(CONFIG).setNodeId("gpu-1").build(),
          SelfplayComplete.newBuilder().setConfigKey(CONFIG).setNodeId("gpu-1").build(),
          export().build(),
          ModelPromoted.newBuilder().setConfigKey(CONFIG).setItemId("models/a.pth").build(),
          HostOnline.newBuilder().setNodeId("gpu-1").setRoles(List.of("training")).build(),
          HostOffline.newBuilder().setNodeId("gpu-1").setReason("rebooted").build(),
          BackpressureActivated.newBuilder().setScope(BackpressureScope.CLUSTER).build(),
          BackpressureReleased.newBuilder()
              .setScope(BackpressureScope.QUEUE)
              .setSubject("LOW")
              .build());

  private static NpzExportComplete.Builder export() {
    return NpzExportComplete.newBuilder().setConfigKey(CONFIG).setNodeId("gpu-1").setItemId(ITEM);
  }

  @Test
  void takesEveryTypeOfEvent() {
    assertThat(GOOD).allSatisfy(payload -> assertThat(faults(payload)).isEmpty());
  }

  @Test
  void knowsEveryPayloadOfTheSchema() {
    Stream<String> types =
        ClusterEvent.getClassSchema().getField("payload").schema().getTypes().stream()
            .map(Schema::getName);

    assertThat(types)
        .containsExactlyInAnyOrderElementsOf(
            GOOD.stream().map(payload -> payload.getSchema().getName()).toList());
  }

  @Test
  void checksTheEnvelope() {
    ClusterEvent event =
        Samples.event(GOOD.get(0))
            .setEventId("has blank")
            .setOccurredAt(TOO_FAR_AHEAD)
            .setSource("")
            .build();

    assertThat(ClusterEventCheck.check(event, LOG_TIME))
        .extracting(Fault::field)
        .containsExactly("event_id", "occurred_at", "source");
    assertThat(ClusterEventCheck.check(event, LOG_TIME).get(1).toString())
        .isEqualTo(
            "occurred_at is 2026-11-24T12:10:00.001Z, allowed: at most 2026-11-24T12:10:00Z,"
                + " 10 minutes after the record's log time");
  }

  @Test
  void namesTheSpoiltFieldOfThePayload() {
    fault("config_key", TrainingStarted.newBuilder().setConfigKey("").build());
    fault("node_id", TrainingStarted.newBuilder().setConfigKey(CONFIG).setNodeId("").build());
    fault("job_id", TrainingFailed.newBuilder().setConfigKey(CONFIG).setJobId("").build());
    fault(
        "min_samples",
        DataNeeded.newBuilder().setConfigKey(CONFIG).setNodeId("gpu-1").setMinSamples(-1).build());
    fault("item_id", export().setItemId("..\\a").build());
    fault("sha256", export().setSha256("0").build());
    fault("size_bytes", export().setSizeBytes(-1L).build());
    fault("sample_count", export().setSampleCount(-1L).build());
    fault("quality_score", export().setQualityScore(2.0).build());
    fault("content_time", export().setContentTime(TOO_FAR_AHEAD).build());
    fault(
        "item_id",
        SelfplayComplete.newBuilder()
            .setConfigKey(CONFIG)
            .setNodeId("gpu-1")
            .setItemId("/abs")
            .build());
    fault("node_id", HostOnline.newBuilder().setNodeId("").build());
    fault("roles", HostOnline.newBuilder().setNodeId("a").setRoles(List.of("")).build());
    fault("endpoint", HostOnline.newBuilder().setNodeId("a").setEndpoint("10.0.0.5").build());
    fault("node_id", HostOffline.newBuilder().setNodeId("").build());
    fault("subject", pressure(BackpressureScope.CLUSTER, "gpu-1"));
    fault("subject", pressure(BackpressureScope.NODE, null));
    fault("subject", pressure(BackpressureScope.QUEUE, "low"));
  }

  private static BackpressureActivated pressure(BackpressureScope scope, String subject) {
    return BackpressureActivated.newBuilder().setScope(scope).setSubject(subject).build();
  }

  private static void fault(String field, SpecificRecord payload) {
    assertThat(faults(payload)).extracting(Fault::field).containsExactly("payload." + field);
  }

  private static List<Fault> faults(SpecificRecord payload) {
    return ClusterEventCheck.check(Samples.event(payload).build(), LOG_TIME);
  }
}
