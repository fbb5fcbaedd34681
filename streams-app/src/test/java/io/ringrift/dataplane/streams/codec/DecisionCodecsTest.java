package io.ringrift.dataplane.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What goes between the items and the decisions stage, and the signals, loses nothing on its way.
 */
class DecisionCodecsTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00.123Z");

  @Test
  void carriesCatalogRows() {
    CatalogRow full =
        new CatalogRow(
            "npz/a",
            ItemType.NPZ,
            "hex8_2p",
            "a".repeat(64),
            5,
            true,
            "eligible",
            0.7,
            9,
            T,
            Set.of("gpu-2", "gpu-1"),
            "gpu-1",
            Map.of("gpu-2", "/mnt/drive/consolidated/a"));
    CatalogRow bare =
        new CatalogRow(
            "npz/a",
            ItemType.NPZ,
            "hex8_2p",
            null,
            0,
            false,
            "no_validated_content",
            0,
            0,
            T,
            Set.of(),
            null,
            Map.of());

    CatalogChange change = CatalogCodec.toAvro(full, T.plusSeconds(1));
    assertThat(change.getHolders()).containsExactly("gpu-1", "gpu-2");
    assertThat(change.getOccurredAt()).isEqualTo(T.plusSeconds(1));
    assertThat(CatalogCodec.toModel(change)).isEqualTo(full);
    assertThat(CatalogCodec.toModel(CatalogCodec.toAvro(bare, T))).isEqualTo(bare);
  }

  @Test
  void carriesOrdersAndTheirCancellation() {
    for (boolean cancel : new boolean[] {false, true}) {
      ItemOrder order =
          new ItemOrder(
              "need",
              "request",
              "TRAINING_STARTED",
              "npz/a",
              ItemType.NPZ,
              "hex8_2p",
              "a".repeat(64),
              "gpu-1",
              OperationType.PRELOAD,
              Priority.CRITICAL,
              3,
              "because",
              T,
              cancel);

      assertThat(OrderCodec.toModel(OrderCodec.toAvro(order))).isEqualTo(order);
    }
  }

  @Test
  void carriesOutcomes() {
    for (NeedOutcome.Outcome outcome : NeedOutcome.Outcome.values()) {
      NeedOutcome answer =
          new NeedOutcome(
              "need", "hex8_2p", "npz/a", "hash", "gpu-1", outcome, "transferred", null, T);

      assertThat(OrderCodec.toModel(OrderCodec.toAvro(answer))).isEqualTo(answer);
    }
  }

  @Test
  void carriesSignals() {
    for (Signal.Type type : Signal.Type.values()) {
      Signal full =
          Signal.of(type, "id", "hex8_2p", T)
              .reason("word", "sentence")
              .request("event", "request")
              .node("gpu-1")
              .item("npz/a", "hash")
              .path("/data/npz/a")
              .sampleCount(5L)
              .requiredSamples(6L)
              .operation("op")
              .build();
      Signal bare = Signal.of(type, "id", "hex8_2p", T).reason("word", null).build();

      assertThat(SignalCodec.toModel(SignalCodec.toAvro(full))).isEqualTo(full);
      assertThat(SignalCodec.toModel(SignalCodec.toAvro(bare))).isEqualTo(bare);
    }
  }

  @Test
  void knowsEverySignalAndOutcomeOnBothSides() {
    assertThat(names(Signal.Type.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.SignalType.values()));
    assertThat(names(NeedOutcome.Outcome.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.Outcome.values()));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
