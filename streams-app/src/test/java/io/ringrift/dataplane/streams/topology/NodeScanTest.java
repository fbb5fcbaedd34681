package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node's change is worked off on a machine that gets through few rows a tick. */
class NodeScanTest {

  private static final int ITEMS = 100;

  private final ItemsStageFixture stage = new ItemsStageFixture(10, ItemPolicy.none());

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void comesToEveryRowInSmallChunks() {
    stage.node("gpu-1", true);
    for (int i = 0; i < ITEMS; i++) {
      stage.has("gpu-1", item(i), 1, Validation.VALID, null);
    }
    stage.rows();
    stage.slow(Duration.ofMillis(2));

    stage.node("gpu-1", false);
    int early = stage.rows().size();
    stage.pass(Duration.ofSeconds(10));

    assertThat(early).as("no tick does it all").isLessThan(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      ManifestItem row = stage.stored(item(i));
      assertThat(row.getReplicas().get(0).getState()).isEqualTo(ReplicaState.UNREACHABLE);
    }
  }

  private static String item(int number) {
    return "npz/hex8_2p/n%03d.npz".formatted(number);
  }
}
