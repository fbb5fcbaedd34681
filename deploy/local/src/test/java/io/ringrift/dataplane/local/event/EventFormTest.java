package io.ringrift.dataplane.local.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.TrainingStarted;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFormTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private final EventCatalogue catalogue = new EventCatalogue();
  private final EventForm form = new EventForm(() -> NOW);

  @Test
  void fillsInPayloadAndEnvelope() {
    ClusterEvent event =
        fill("TRAINING_STARTED", Map.of("config_key", "hex8_2p", "node_id", "gpu-1"));

    assertThat(event.getEventId()).isEqualTo("e-1");
    assertThat(event.getOccurredAt()).isEqualTo(NOW);
    assertThat(event.getSource()).isEqualTo("trainer");
    TrainingStarted payload = (TrainingStarted) event.getPayload();
    assertThat(payload.getConfigKey()).isEqualTo("hex8_2p");
    assertThat(payload.getNodeId()).isEqualTo("gpu-1");
    assertThat(payload.getJobId()).isNull();
  }

  @Test
  void takesDefaultsOfTheContractForFieldsLeftOut() {
    DataNeeded payload =
        (DataNeeded)
            fill("DATA_NEEDED", Map.of("config_key", "hex8_2p", "node_id", "gpu-1")).getPayload();

    assertThat(payload.getItemType()).isEqualTo(ItemType.NPZ);
    assertThat(payload.getMinSamples()).isEqualTo(500);
  }

  @Test
  void readsNumbersTimesListsAndSymbols() {
    NpzExportComplete export =
        (NpzExportComplete)
            fill(
                    "NPZ_EXPORT_COMPLETE",
                    Map.of(
                        "config_key", "hex8_2p",
                        "node_id", "gpu-1",
                        "item_id", "npz/hex8_2p/a.npz",
                        "sample_count", "532000",
                        "quality_score", "0.8",
                        "content_time", "now-2h"))
                .getPayload();
    HostOnline online =
        (HostOnline)
            fill("HOST_ONLINE", Map.of("node_id", "gpu-1", "roles", "training, selfplay"))
                .getPayload();
    BackpressureActivated pressure =
        (BackpressureActivated)
            fill("BACKPRESSURE_ACTIVATED", Map.of("scope", "cluster")).getPayload();

    assertThat(export.getSampleCount()).isEqualTo(532_000);
    assertThat(export.getQualityScore()).isEqualTo(0.8);
    assertThat(export.getContentTime()).isEqualTo(Instant.parse("2026-11-24T06:00:00Z"));
    assertThat(online.getRoles()).containsExactly("training", "selfplay");
    assertThat(pressure.getScope()).isEqualTo(BackpressureScope.CLUSTER);
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThatThrownBy(() -> fill("DATA_NEEDED", Map.of("min_samples", "many", "colour", "red")))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("DATA_NEEDED: ")
        .hasMessageContaining("no field colour; its fields: config_key, node_id")
        .hasMessageContaining("config_key is missing")
        .hasMessageContaining("min_samples is \"many\", allowed: a whole number");
  }

  @Test
  void namesWhatIsAllowedForSymbolsAndTimes() {
    assertThatThrownBy(() -> fill("BACKPRESSURE_ACTIVATED", Map.of("scope", "galaxy")))
        .hasMessageContaining("scope is \"galaxy\", allowed: one of CLUSTER, NODE, QUEUE");
    assertThatThrownBy(
            () ->
                fill(
                    "DATA_STALE",
                    Map.of("config_key", "a", "node_id", "b", "content_time", "yesterday")))
        .hasMessageContaining("content_time is \"yesterday\", allowed: a time such as");
  }

  @Test
  void refusesWhatTheDataPlaneWouldRefuse() {
    assertThatThrownBy(() -> fill("HOST_OFFLINE", Map.of("node_id", "")))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("node_id");
    assertThatThrownBy(
            () ->
                fill(
                    "NPZ_EXPORT_COMPLETE",
                    Map.of(
                        "config_key", "hex8_2p",
                        "node_id", "gpu-1",
                        "item_id", "../../etc/passwd",
                        "sha256", "abc",
                        "size_bytes", "-1")))
        .hasMessageContaining("item_id")
        .hasMessageContaining("sha256")
        .hasMessageContaining("size_bytes");
  }

  @Test
  void takesTheConfigAsKeyAndTheNodeWhereThereIsNone() {
    assertThat(
            EventForm.key(
                fill("TRAINING_STARTED", Map.of("config_key", "hex8_2p", "node_id", "gpu-1"))))
        .isEqualTo("hex8_2p");
    assertThat(EventForm.key(fill("HOST_OFFLINE", Map.of("node_id", "gpu-1")))).isEqualTo("gpu-1");
    assertThat(EventForm.key(fill("BACKPRESSURE_RELEASED", Map.of("scope", "CLUSTER"))))
        .isEqualTo("e-1");
  }

  private ClusterEvent fill(String event, Map<String, String> values) {
    return form.fill(catalogue.find(event).orElseThrow(), values, "e-1", NOW, "trainer");
  }
}
