package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureReleased;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits in the items stage although it could be done: backpressure, many repairs at once. */
class ItemsThrottleTest {

  private ItemsStageFixture stage = new ItemsStageFixture(2, ItemPolicy.none());

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void backpressureHoldsBackgroundWorkUntilItIsReleased() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    pressure(true);
    stage.order(NPZ, "gpu-2", Priority.LOW);

    assertThat(stage.emitted(Priority.LOW)).isEmpty();
    assertThat(last(stage.statuses()).value.getReason())
        .isEqualTo("backpressure: cluster is under pressure since 2026-11-24T10:00:02Z: too busy");

    pressure(false);
    stage.pass(Duration.ofSeconds(2));

    assertThat(stage.emitted(Priority.LOW)).hasSize(1);
  }

  @Test
  void backpressureThatNobodyReleasesEnds() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    pressure(true);
    stage.order(NPZ, "gpu-2", Priority.COLD_STORAGE);

    stage.jump(Duration.ofMinutes(59));
    assertThat(stage.emitted(Priority.COLD_STORAGE)).isEmpty();
    stage.jump(Duration.ofMinutes(2));

    assertThat(stage.emitted(Priority.COLD_STORAGE)).as("nobody released it").hasSize(1);
  }

  @Test
  void normalGoesOneAfterAnotherUnderPressure() {
    stage.close();
    stage = new ItemsStageFixture(10, ItemPolicy.none());
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    pressure(true);
    stage.has("gpu-1");
    stage.has("gpu-1", "npz/hex8_2p/other.npz", 2, Validation.VALID, null);
    stage.order(NPZ, "gpu-2", Priority.NORMAL);
    stage.order("npz/hex8_2p/other.npz", "gpu-2", Priority.NORMAL);

    DataOperation first = last(stage.emitted(Priority.NORMAL));
    assertThat(first.getItemId()).isEqualTo(NPZ);
    stage.started(first);
    stage.completed(first);
    stage.jump(Duration.ofMinutes(2));

    assertThat(last(stage.emitted(Priority.NORMAL)).getItemId()).isEqualTo("npz/hex8_2p/other.npz");
  }

  @Test
  void aStormOfRepairsIsWorkedOffAFewAtATime() {
    stage.close();
    stage =
        new ItemsStageFixture(
            SchedulePolicy.standard(1).withRepairs(2),
            new ItemPolicy(Map.of(ItemType.NPZ, 2), Map.of(), Set.of()));
    stage.node("gpu-1", true);
    for (int item = 0; item < 5; item++) {
      stage.has("gpu-1", "npz/hex8_2p/" + item + ".npz", item + 1, Validation.VALID, null);
    }
    stage.node("gpu-2", true);
    for (int item = 0; item < 5; item++) {
      stage.has("gpu-1", "npz/hex8_2p/" + item + ".npz", item + 10, Validation.VALID, null);
    }

    List<DataOperation> first = stage.emitted(Priority.NORMAL);
    assertThat(first).hasSize(2);
    stage.completed(first.get(0));
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.emitted(Priority.NORMAL)).as("one for the one that ended").hasSize(1);
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  /** BACKPRESSURE_ACTIVATED or _RELEASED of the whole cluster. */
  private void pressure(boolean on) {
    stage.send(
        stage.topics.itemEvents(),
        EventStage.BACKPRESSURE_KEY,
        ClusterEvent.newBuilder()
            .setEventId((on ? "on-" : "off-") + stage.now().toEpochMilli())
            .setOccurredAt(stage.now())
            .setSource("monitor")
            .setPayload(
                on
                    ? new BackpressureActivated(BackpressureScope.CLUSTER, null, "too busy")
                    : new BackpressureReleased(BackpressureScope.CLUSTER, null))
            .build());
  }
}
