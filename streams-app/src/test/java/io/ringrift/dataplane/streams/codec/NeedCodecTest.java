package io.ringrift.dataplane.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeedCodecTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00.123Z");

  private static final Need FULL =
      new Need(
          "e-1@gpu-1",
          "e-1",
          "TRAINING_STARTED",
          "hex8_2p",
          "gpu-1",
          ItemType.MODEL,
          OperationType.PRELOAD,
          Priority.CRITICAL,
          0.5,
          500,
          3,
          "models/a",
          "b".repeat(64),
          T.minusSeconds(1),
          "TRAINING_STARTED names gpu-1",
          Need.State.OPEN,
          "ordered: models/a",
          true,
          List.of(
              new Need.Choice("models/a", "a", Need.ChoiceState.ORDERED, null),
              new Need.Choice("models/b", "b", Need.ChoiceState.REFUSED, "target_refuses")),
          T,
          T.plusSeconds(2),
          T.plusSeconds(3));

  @Test
  void carriesEveryField() {
    assertThat(NeedCodec.toModel(NeedCodec.toAvro(FULL))).isEqualTo(FULL);
  }

  @Test
  void carriesFieldsThatAreAbsent() {
    Need bare =
        new Need(
            "e-1@gpu-1",
            "e-1",
            "DATA_NEEDED",
            "hex8_2p",
            "gpu-1",
            ItemType.NPZ,
            OperationType.SYNC,
            Priority.HIGH,
            0,
            0,
            1,
            null,
            null,
            null,
            "",
            Need.State.OPEN,
            "",
            false,
            List.of(),
            T,
            null,
            T);

    assertThat(NeedCodec.toModel(NeedCodec.toAvro(bare))).isEqualTo(bare);
  }

  @Test
  void knowsEveryStateOnBothSides() {
    assertThat(names(Need.State.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.NeedState.values()));
    assertThat(names(Need.ChoiceState.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.ChoiceState.values()));
  }

  @Test
  void carriesPlacementsAsJsonThatPeopleCanRead() {
    Placement ended = new Placement("hex8_2p", "gpu-1", "job-1", true, T, T.plusSeconds(9), T);
    Placement active = new Placement("hex8_2p", "gpu-1", null, false, T, T.plusSeconds(9), null);

    assertThat(PlacementCodec.toModel(PlacementCodec.toBytes(ended))).isEqualTo(ended);
    assertThat(PlacementCodec.toModel(PlacementCodec.toBytes(active))).isEqualTo(active);
    assertThat(new String(PlacementCodec.toBytes(ended), StandardCharsets.UTF_8))
        .startsWith("{\"config_key\":\"hex8_2p\",\"node_id\":\"gpu-1\",\"job_id\":\"job-1\"");
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
