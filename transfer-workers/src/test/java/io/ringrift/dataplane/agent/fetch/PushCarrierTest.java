package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which orders of one content a node brings to several targets at a time. */
class PushCarrierTest {
  private static final String ITEM = "models/hex8_2p/a.pth";
  private static final String SHA256 = "a".repeat(64);

  private final PushCarrier carrier =
      new PushCarrier(
          List.of(new Named("p2p_http", false), new Named("s3_relay", true)),
          null,
          null,
          Bandwidth.unlimited());
  private final Admission admission =
      new Admission(
          new PullLimits(4, 1, 1 << 30, EnumSet.allOf(ItemKind.class), 0), carrier::collide);

  @Test
  void oneContentGoesToManyTargetsAtATime() throws IOException {
    assertThat(admission.refuse(order("gpu-3", "p2p_http"), List.of(order("gpu-2", "p2p_http"))))
        .isEmpty();
    assertThat(admission.refuse(order("gpu-3", "s3_relay"), List.of(order("gpu-2", "p2p_http"))))
        .isEmpty();
  }

  @Test
  void whatLiesInOnePlaceForAllIsBroughtThereOnce() throws IOException {
    Optional<Refused> refused =
        admission.refuse(order("gpu-3", "s3_relay"), List.of(order("gpu-2", "s3_relay")));

    assertThat(refused)
        .hasValueSatisfying(
            busy ->
                assertThat(busy.message()).isEqualTo("the same content is being moved as " + ITEM));
  }

  private static PullOrder order(String target, String transport) throws IOException {
    return new PullOrder(
        "op-" + target,
        1,
        ItemPatterns.STANDARD.name(ITEM),
        SHA256,
        9,
        PullOrder.Direction.PUSH,
        target,
        URI.create("http://127.0.0.1:1"),
        PullPriority.HIGH,
        transport,
        null);
  }

  private record Named(String transport, boolean oncePerContent) implements Pusher {
    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public PullStatus.Received push(PushTask task, Content content) {
      throw new AssertionError("nothing is pushed here");
    }
  }
}
