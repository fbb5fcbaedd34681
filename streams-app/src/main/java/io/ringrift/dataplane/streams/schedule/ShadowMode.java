package io.ringrift.dataplane.streams.schedule;

import java.util.Set;

/**
 * Where everything is decided and recorded, and nothing is moved: for the time in which another
 * system still moves the data.
 *
 * @param everywhere no node gets anything
 * @param nodes these nodes get nothing; others may still read from them
 */
public record ShadowMode(boolean everywhere, Set<String> nodes) {

  public static final ShadowMode OFF = new ShadowMode(false, Set.of());

  public ShadowMode {
    nodes = Set.copyOf(nodes);
  }

  public boolean covers(String targetNode) {
    return everywhere || nodes.contains(targetNode);
  }
}
