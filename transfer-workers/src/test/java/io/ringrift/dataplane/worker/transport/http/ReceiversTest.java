package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReceiversTest {
  private long nanos;
  private final Receivers receivers = new Receivers(() -> nanos);

  @Test
  void namesThoseWhoFollowInACircleSoThatNobodyIsAskedByAll() {
    for (int i = 1; i <= 6; i++) {
      receivers.join(to("t" + i));
    }

    assertThat(besides("t1")).containsExactly("t2", "t3", "t4", "t5");
    assertThat(besides("t5")).containsExactly("t6", "t1", "t2", "t3");
  }

  @Test
  void keepsWhoHasItAndForgetsWhoFailed() {
    receivers.join(to("t1"));
    receivers.join(to("t2"));
    receivers.leave(to("t1"), true);
    receivers.leave(to("t2"), false);

    assertThat(besides("t3")).containsExactly("t1");
  }

  @Test
  void forgetsAfterTenMinutesWhoGotItSinceTheLedgerKnowsByThen() {
    receivers.join(to("t1"));
    receivers.join(to("t2"));
    receivers.leave(to("t1"), true);
    nanos += TimeUnit.MINUTES.toNanos(10) + 1;

    receivers.join(to("t3"));

    assertThat(besides("t3")).containsExactly("t2");
  }

  private List<String> besides(String node) {
    return receivers.besides(to(node), 4).stream().map(NodeAddress::nodeId).toList();
  }

  private static TransferRequest to(String node) {
    return Requests.of(NodeAddress.of(node, "http://" + node), 1 << 30, 1, "a");
  }
}
