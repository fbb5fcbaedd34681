package io.ringrift.dataplane.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.SourceState;
import io.ringrift.dataplane.streams.node.Heard;
import io.ringrift.dataplane.streams.node.Liveness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LivenessCodecTest {

  @Test
  void comesBackAsItWas() {
    Instant heard = Instant.parse("2026-11-24T08:00:00.123Z");
    Liveness liveness =
        new Liveness(
            7,
            12,
            heard,
            heard.plusMillis(1),
            3,
            List.of("a", "b"),
            new SourceState(heard, 1, 2, 3, 4, "slow"),
            new Heard(NodeKind.HOST, "vast", null, "r1", Set.of("training"), null, 70, 4));

    assertThat(LivenessCodec.toModel(LivenessCodec.toBytes(liveness))).isEqualTo(liveness);
  }

  @Test
  void ofANodeNeverHeardComesBackAsItWas() {
    assertThat(LivenessCodec.toModel(LivenessCodec.toBytes(Liveness.NONE)))
        .isEqualTo(Liveness.NONE);
  }

  @Test
  void aFieldThatAnOlderVersionDidNotWriteReadsAsAbsent() {
    assertThat(LivenessCodec.toModel("{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Liveness.NONE);
  }
}
