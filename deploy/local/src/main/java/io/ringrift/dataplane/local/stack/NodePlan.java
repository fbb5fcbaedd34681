package io.ringrift.dataplane.local.stack;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A node that the stack plays on this machine.
 *
 * @param id node id
 * @param kind HOST, DRIVE or BUCKET
 * @param provider who runs it
 * @param rack fault and network domain; null: none
 * @param roles what it does
 * @param settings of its agent, over the stack's own
 */
public record NodePlan(
    String id,
    String kind,
    String provider,
    String rack,
    List<String> roles,
    Map<String, String> settings) {

  /** Kind of the node whose agent is the scanner of a bucket. */
  public static final String BUCKET = "BUCKET";

  public NodePlan {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(provider, "provider");
    roles = List.copyOf(roles);
    settings = Map.copyOf(settings);
  }

  public NodePlan(String id, String kind, String provider, String rack, List<String> roles) {
    this(id, kind, provider, rack, roles, Map.of());
  }

  public NodePlan withSetting(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new NodePlan(id, kind, provider, rack, roles, more);
  }
}
