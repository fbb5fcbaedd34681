package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Map;
import java.util.Set;

/**
 * What the node file says of a node, and how that goes together with what agents and events say.
 *
 * <p>What the node <i>is</i> (kind, place, roles, share, addresses, links) the file knows best. Of
 * limits the tighter counts, since an agent refuses what is beyond its own whatever the file says.
 * Where an agent listens it knows best itself, but a node behind NAT can't be called at all.
 *
 * @param kind null: not said, and so for every text; for sets: empty
 * @param endpoint base URL of its agent, for as long as nobody else has said one
 * @param behindNat nobody can call it: it has no endpoint, whatever its agent believes
 * @param diskLimitPercent 1..100; 0: not said
 * @param maxTransfers 1 or more; 0: not said
 * @param latencyMs see {@link Node#latencyMs}
 * @param baseUrl where a plain file server gives the node's files; null: it has an agent. It counts
 *     until an agent was heard
 */
public record DeclaredNode(
    String nodeId,
    NodeKind kind,
    String provider,
    String region,
    String rack,
    Set<String> roles,
    String endpoint,
    boolean behindNat,
    Set<ItemType> allows,
    String share,
    Set<String> addresses,
    int diskLimitPercent,
    int maxTransfers,
    Map<String, Integer> latencyMs,
    String baseUrl) {

  public DeclaredNode {
    roles = Set.copyOf(roles);
    allows = Set.copyOf(allows);
    addresses = Set.copyOf(addresses);
    latencyMs = Map.copyOf(latencyMs);
  }

  /**
   * The node as others see it.
   *
   * @param said as agents and events describe it
   */
  Node over(Node said) {
    boolean plain = baseUrl != null && said.lastHeartbeatAt() == null;
    return NodeBuilder.from(said)
        .kind(or(kind, said.kind()))
        .place(or(provider, said.provider()), or(region, said.region()), or(rack, said.rack()))
        .roles(roles.isEmpty() ? said.roles() : roles)
        .endpoint(plain ? baseUrl : behindNat ? null : or(said.endpoint(), endpoint))
        .transports(plain ? Set.of(Node.PLAIN_HTTP) : said.transports())
        .disk(said.diskTotalBytes(), said.diskFreeBytes(), diskLimit(said))
        .load(said.activeTransfers(), tighter(maxTransfers, said.maxTransfers()))
        .allows(allows)
        .share(share)
        .addresses(addresses)
        .latencyMs(latencyMs)
        .build();
  }

  /** Before its agent was heard there is nothing to be tighter than. */
  private int diskLimit(Node said) {
    return said.lastHeartbeatAt() == null && diskLimitPercent > 0
        ? diskLimitPercent
        : tighter(diskLimitPercent, said.diskLimitPercent());
  }

  private static int tighter(int declared, int said) {
    return declared == 0 ? said : said == 0 ? declared : Math.min(declared, said);
  }

  private static <T> T or(T first, T second) {
    return first == null ? second : first;
  }
}
