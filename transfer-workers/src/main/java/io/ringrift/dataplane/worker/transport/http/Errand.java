package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.List;

/**
 * What an agent is asked to carry out, by which transport.
 *
 * @param direction who carries it out
 * @param order the transport's name in the order
 */
public record Errand(Direction direction, TransportKind transport, String order) {
  /** How agents call s3 between two hosts. */
  public static final String RELAY = "s3_relay";

  /** As the agents see it: below, a list of chunk hashes is more work than it saves. */
  private static final long SHARED_FROM_BYTES = 32L << 20;

  /** Sources that an order may name besides the first. */
  static final int MOST_OTHERS = 4;

  /** Which end's agent moves the bytes. */
  public enum Direction {
    /** The target's agent fetches. */
    PULL("/v1/pulls", FailureCode.UNREACHABLE),
    /** The source's agent brings it, where the target has no agent that could fetch. */
    PUSH("/v1/pushes", FailureCode.SOURCE_UNREACHABLE);

    private final String path;
    private final FailureCode unreachable;

    Direction(String path, FailureCode unreachable) {
      this.path = path;
      this.unreachable = unreachable;
    }
  }

  /** One whose transport agents call as workers do. */
  public Errand(Direction direction, TransportKind transport) {
    this(direction, transport, transport.wireName());
  }

  /** A fetch from a file server that is no agent. */
  static Errand plain() {
    return new Errand(Direction.PULL, TransportKind.P2P_HTTP, NodeAddress.PLAIN_HTTP);
  }

  /** One end's part of a relay through the bucket. */
  public static Errand relay(Direction direction) {
    return new Errand(direction, TransportKind.S3, RELAY);
  }

  /** Where it is ordered, below the agent's base URL. */
  String path() {
    return direction.path;
  }

  /** Which end that agent is. */
  Party party() {
    return direction == Direction.PULL ? Party.TARGET : Party.SOURCE;
  }

  /** What it is when that agent doesn't answer. */
  FailureCode unreachable() {
    return direction.unreachable;
  }

  /** Whose agent is asked. */
  NodeAddress agent(TransferRequest request, NodeAddress source) {
    return direction == Direction.PULL ? request.target() : source;
  }

  /**
   * Further sources that the target may fetch from at the same time, best first. A small item is
   * fetched from one, so that nobody signs and checks grants that are of no use.
   */
  List<NodeAddress> others(TransferRequest request, NodeAddress source, int most) {
    return shared(request)
        ? request.sources().stream()
            .filter(node -> !node.nodeId().equals(source.nodeId()))
            .filter(node -> node.endpoint().isPresent() && node.has(transport))
            .limit(most)
            .toList()
        : List.of();
  }

  /** Whether several nodes may give the item at once. */
  boolean shared(TransferRequest request) {
    return direction == Direction.PULL
        && order.equals(TransportKind.P2P_HTTP.wireName())
        && request.sizeBytes() >= SHARED_FROM_BYTES;
  }

  /** Whether the target shows a grant to the source. */
  boolean asksTheSource() {
    return direction == Direction.PULL
        && transport != TransportKind.S3
        && !order.equals(NodeAddress.PLAIN_HTTP);
  }

  /**
   * The order.
   *
   * @param sourceGrant what the target shows to the source; null: nothing
   */
  PullOrder order(
      TransferRequest request,
      NodeAddress source,
      String sourceGrant,
      List<PullOrder.OtherSource> others) {
    boolean pull = direction == Direction.PULL;
    NodeAddress peer = pull ? source : request.target();
    // In a relay neither end calls the other.
    String url = order.equals(RELAY) ? null : peer.endpoint().orElse(null);
    return new PullOrder(
        request.operationId(),
        request.epoch(),
        request.itemId(),
        request.itemType(),
        request.configKey(),
        request.sha256(),
        request.sizeBytes(),
        pull ? peer.nodeId() : null,
        pull ? url : null,
        sourceGrant,
        pull ? null : peer.nodeId(),
        pull ? null : url,
        request.priority().name(),
        order,
        request.replaces(),
        others);
  }
}
