package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.avro.NodeKind;
import java.util.Set;

/**
 * What the settings say of the node; it doesn't change while the agent runs.
 *
 * @param provider null, like region and rack, where the settings don't tell
 */
public record NodeProfile(
    NodeKind kind, String provider, String region, String rack, Set<String> roles) {

  public NodeProfile {
    roles = Set.copyOf(roles);
  }
}
