package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.BackupShare;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NPZ are to be backed up at the node cold; gpu-1 has two of them. */
class BackupCountsTest {

  private static final String OTHER = "npz/hex8_2p/hex8_2p-0002.npz";

  private final ItemsStageFixture stage =
      new ItemsStageFixture(
          SchedulePolicy.standard(1), new ItemPolicy(Map.of(), Map.of(), Set.of(ItemType.NPZ)));

  @BeforeEach
  void twoItems() {
    stage.node("gpu-1", true);
    stage.node("cold", true, Node.BACKUP);
    stage.has("gpu-1");
    stage.has("gpu-1", OTHER, 2, Validation.VALID, null);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void countsWhatThePolicyWantsAndWhatOfItIsThere() {
    assertThat(share()).isEqualTo(new BackupShare(2, 0));
    assertThat(stage.stored(NPZ).getBackedUp()).isFalse();

    stage.has("cold");

    assertThat(share()).isEqualTo(new BackupShare(2, 1));
    assertThat(stage.stored(NPZ).getBackedUp()).isTrue();
  }

  @Test
  void aRepeatedReportCountsOnce() {
    stage.has("cold");
    stage.has("cold");

    assertThat(share()).isEqualTo(new BackupShare(2, 1));
  }

  @Test
  void whatIsFoundDamagedInColdStorageIsNotBackedUp() {
    stage.has("cold");
    stage.has("cold", NPZ, 2, Validation.INVALID, "bits fell over");

    assertThat(share()).isEqualTo(new BackupShare(2, 0));
  }

  @Test
  void whatNobodyHasReadIsNotWanted() {
    stage.has("gpu-1", "npz/hex8_2p/hex8_2p-0003.npz", 3, Validation.INVALID, "no zip");

    assertThat(share()).isEqualTo(new BackupShare(2, 0));
  }

  @Test
  void aNodeThatBecomesColdStorageCounts() {
    stage.node("gpu-1", true, Node.BACKUP);

    assertThat(share()).isEqualTo(new BackupShare(2, 2));
  }

  private BackupShare share() {
    return stage.runtime.backups().byType().get(ItemType.NPZ);
  }
}
