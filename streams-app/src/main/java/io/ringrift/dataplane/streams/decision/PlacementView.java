package io.ringrift.dataplane.streams.decision;

import java.util.List;

/** Where configs train and trained: one placement, the last, for each (config, node). */
public interface PlacementView {

  /** By node id. */
  List<Placement> ofConfig(String configKey);

  /** By config key. */
  List<Placement> atNode(String nodeId);
}
