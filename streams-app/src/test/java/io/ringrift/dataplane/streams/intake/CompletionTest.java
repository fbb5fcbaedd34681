package io.ringrift.dataplane.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is worked out from what an event says: items, configs, ages, scopes. */
class CompletionTest {

  @Test
  void takesTheItemFromThePathBelowTheDataFolder() {
    assertThat(
            payload(
                "{'event': 'EXPORT_COMPLETE', 'config': 'hex8_2p', 'host': 'gpu-1',"
                    + " 'npz_path': '/data/training/x.npz', 'sample_count': 5.0,"
                    + " 'sha256': 'SHA256:AB'}"))
        .isEqualTo(
            new NpzExportComplete(
                "hex8_2p", "gpu-1", "training/x.npz", "ab", null, 5L, null, null));
    assertThat(
            payload(
                "{'event': 'EXPORT_COMPLETE', 'host': 'new-1',"
                    + " 'output_path': '/srv/npz/hex8_2p/x.npz'}"))
        .as("data folder not known: from the folder of the class on")
        .isEqualTo(
            new NpzExportComplete(
                "hex8_2p", "new-1", "npz/hex8_2p/x.npz", null, null, null, null, null));
  }

  @Test
  void refusesAPathFromWhichNoItemCanBeTold() {
    assertThat(
            refusal(
                "{'event': 'EXPORT_COMPLETE', 'config': 'a', 'host': 'gpu-1',"
                    + " 'path': '/scratch/npz/x.npz'}"))
        .startsWith(
            "item_id is missing ('/scratch/npz/x.npz' is not below /data, the data folder of"
                + " gpu-1)");
    assertThat(
            refusal(
                "{'event': 'PROMOTION_COMPLETE', 'config': 'a',"
                    + " 'model_path': '/models/old/models/x.pth'}"))
        .startsWith("item_id is missing ('/models/old/models/x.pth' has not exactly one folder");
  }

  @Test
  void takesTheConfigFromTheNameOfTheFile() {
    assertThat(
            payload(
                "{'event': 'GPU_SELFPLAY_COMPLETE', 'host': 'gpu-2', 'games_played': 40,"
                    + " 'db_path': '/data/games/canonical_sq8_2p.db'}"))
        .isEqualTo(
            new SelfplayComplete(
                "square8_2p",
                "gpu-2",
                "games/canonical_sq8_2p.db",
                40L,
                "/data/games/canonical_sq8_2p.db"));
    assertThat(payload("{'event': 'MODEL_PROMOTED', 'item_id': 'models/chess/x.pth'}"))
        .isEqualTo(new ModelPromoted("chess", null, "models/chess/x.pth", null, null));
  }

  @Test
  void takesTheContentTimeFromTheAge() {
    assertThat(
            payload(
                "{'event': 'data_stale', 'config': 'a', 'host': 'gpu-1', 'data_age_hours': 2,"
                    + " 'ts': '2026-11-24T08:00:00Z'}"))
        .isEqualTo(
            new DataStale("a", "gpu-1", ItemType.NPZ, Instant.parse("2026-11-24T06:00:00Z")));
  }

  @Test
  void makesTheScopeOfBackpressureExplicit() {
    assertThat(payload("{'event': 'BACKPRESSURE_ACTIVATED', 'scope': 'global', 'reason': 'x'}"))
        .isEqualTo(new BackpressureActivated(Scope.CLUSTER, null, "x"));
    assertThat(payload("{'event': 'backpressure_activated', 'host': '10.0.0.5'}"))
        .isEqualTo(new BackpressureActivated(Scope.NODE, "gpu-1", null));
    assertThat(payload("{'event': 'backpressure_activated', 'queue': 'operations.cold-storage'}"))
        .isEqualTo(new BackpressureActivated(Scope.QUEUE, "COLD_STORAGE", null));
    assertThat(payload("{'event': 'backpressure_released', 'cluster_wide': true}"))
        .isEqualTo(new BackpressureReleased(Scope.CLUSTER, null));
    assertThat(payload("{'event': 'backpressure_released', 'scope': 'queue', 'subject': 'low'}"))
        .isEqualTo(new BackpressureReleased(Scope.QUEUE, "LOW"));
  }

  @Test
  void refusesBackpressureWhoseScopeIsOpen() {
    assertThat(refusal("{'event': 'BACKPRESSURE_ACTIVATED', 'level': 'high', 'source': 'sync'}"))
        .startsWith("scope is missing, allowed: CLUSTER, NODE or QUEUE");
    assertThat(refusal("{'event': 'BACKPRESSURE_ACTIVATED', 'host': 'a', 'queue': 'low'}"))
        .startsWith("scope is ambiguous (hints at [NODE, QUEUE])");
    assertThat(refusal("{'event': 'BACKPRESSURE_ACTIVATED', 'scope': 'node'}"))
        .startsWith("subject is missing, allowed: a node's id");
    assertThat(refusal("{'event': 'BACKPRESSURE_ACTIVATED', 'queue': 'training'}"))
        .startsWith("queue is invalid (queue 'training')");
  }

  private static Payload payload(String event) {
    Normalised normalised = Loose.normalise(event);
    assertThat(normalised.flaws()).as(event).isEmpty();
    return normalised.event().payload();
  }

  private static String refusal(String event) {
    Normalised normalised = Loose.normalise(event);
    assertThat(normalised.accepted()).as(event).isFalse();
    return normalised.cause();
  }
}
