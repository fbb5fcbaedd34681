package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeDifferenceTest {

  private static final double STEP = 0.02;

  private static final Node TOLD =
      NodeBuilder.of("gpu-1")
          .place("lambda", "us-east", "r1")
          .roles(Set.of("training"))
          .endpoint("http://a")
          .receives(Set.of(ItemType.NPZ))
          .transports(Set.of("p2p_http"))
          .dataRoot("/data")
          .disk(1000, 500, 70)
          .load(1, 10)
          .online(true, "HEARTBEAT", at(0))
          .boot(3)
          .lastHeartbeatAt(at(0))
          .revision(4)
          .build();

  static Stream<Arguments> facts() {
    return Stream.of(
        fact("kind HOST -> DRIVE", node -> node.kind(NodeKind.DRIVE)),
        fact("provider lambda -> vast", node -> node.place("vast", "us-east", "r1")),
        fact("region us-east -> null", node -> node.place("lambda", null, "r1")),
        fact("rack r1 -> r2", node -> node.place("lambda", "us-east", "r2")),
        fact("roles [training] -> []", node -> node.roles(Set.of())),
        fact("endpoint http://a -> null", node -> node.endpoint(null)),
        fact("receives [NPZ] -> [MODEL]", node -> node.receives(Set.of(ItemType.MODEL))),
        fact("transports [p2p_http] -> [s3]", node -> node.transports(Set.of("s3"))),
        fact("data root /data -> /mnt", node -> node.dataRoot("/mnt")),
        fact("disk size 1000 -> 2000", node -> node.disk(2000, 500, 70)),
        fact("disk limit percent 70 -> 80", node -> node.disk(1000, 500, 80)),
        fact("max transfers 10 -> 4", node -> node.load(1, 4)),
        fact("boot 3 -> 4", node -> node.boot(4)));
  }

  private static Arguments fact(String detail, UnaryOperator<NodeBuilder> change) {
    return Arguments.of(detail, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void everyFactCounts(String detail, UnaryOperator<NodeBuilder> change) {
    Node now = change.apply(NodeBuilder.from(TOLD)).build();

    assertThat(NodeDifference.between(TOLD, now, STEP))
        .contains(new NodeDifference(Cause.FACTS, detail));
  }

  @Test
  void loadCounts() {
    Node now = NodeBuilder.from(TOLD).load(2, 10).build();

    assertThat(NodeDifference.between(TOLD, now, STEP))
        .contains(new NodeDifference(Cause.CAPACITY, "active transfers 1 -> 2"));
  }

  @Test
  void diskCountsFromTheStepOn() {
    assertThat(NodeDifference.between(TOLD, disk(480), STEP)).isEmpty();
    assertThat(NodeDifference.between(TOLD, disk(520), STEP)).isEmpty();
    assertThat(NodeDifference.between(TOLD, disk(479), STEP))
        .contains(new NodeDifference(Cause.CAPACITY, "disk free bytes 500 -> 479"));
    assertThat(NodeDifference.between(TOLD, disk(521), STEP)).isPresent();
  }

  @Test
  void crossingTheDiskLimitCountsHoweverSmallTheStep() {
    Node justBelow = NodeBuilder.from(TOLD).disk(1000, 300, 70).build();
    Node justAbove = NodeBuilder.from(TOLD).disk(1000, 299, 70).build();

    assertThat(NodeDifference.between(justBelow, justAbove, STEP)).isPresent();
    assertThat(NodeDifference.between(justAbove, justBelow, STEP)).isPresent();
  }

  @Test
  void timesAndRevisionDoNotCount() {
    Node now = NodeBuilder.from(TOLD).lastHeartbeatAt(at(10)).revision(9).build();

    assertThat(NodeDifference.between(TOLD, now, STEP)).isEmpty();
  }

  private static Node disk(long free) {
    return NodeBuilder.from(TOLD).disk(1000, free, 70).build();
  }
}
