package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.NodeHeartbeat;

/**
 * What records from outside must satisfy, decoding apart.
 *
 * @param items of the items stage
 */
public record IntakeChecks(
    IntakeCheck<ClusterEvent> events,
    IntakeCheck<NodeHeartbeat> heartbeats,
    ItemsStage.Checks items) {

  /** Takes everything that can be decoded: for tests. */
  public static IntakeChecks none() {
    return new IntakeChecks(
        IntakeCheck.none(),
        IntakeCheck.none(),
        new ItemsStage.Checks(IntakeCheck.none(), IntakeCheck.none(), IntakeCheck.none()));
  }
}
