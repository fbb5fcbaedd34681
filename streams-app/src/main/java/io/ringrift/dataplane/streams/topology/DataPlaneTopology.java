package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.node.NodePolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import org.apache.kafka.streams.Topology;

/**
 * The four stages, in the order of the flow, and the intake of loose events before them; each reads
 * and writes topics of the catalogue only.
 */
public final class DataPlaneTopology {

  private DataPlaneTopology() {}

  /**
   * What the stages are to do.
   *
   * @param schedule for one task of the items stage
   */
  public record Policies(
      NodePolicy nodes, SchedulePolicy schedule, ItemPolicy items, DecisionPolicy decisions) {

    /** The design's figures. */
    public static Policies standard(int partitions) {
      return new Policies(
          NodePolicy.defaults(),
          SchedulePolicy.standard(partitions),
          ItemPolicy.standard(),
          DecisionPolicy.standard());
    }
  }

  /**
   * Builds the graph of all stages.
   *
   * @param status told what the nodes stage sees
   */
  public static Topology build(
      Topics topics,
      StageRuntime runtime,
      IntakeChecks checks,
      Policies policies,
      NodeStageStatus status) {
    Topology topology = new Topology();
    EventStage.addTo(topology, topics, runtime, checks.events());
    NodeStage.addTo(topology, topics, runtime, policies.nodes(), status, checks.heartbeats());
    ItemsStage.addTo(
        topology, topics, runtime, checks.items(), policies.schedule(), policies.items());
    DecisionStage.addTo(topology, topics, runtime, checks.evictions(), policies.decisions());
    // Last, though it stands first: the stages keep their numbers, and with them their state
    // folders.
    LooseEventStage.addTo(topology, topics, runtime);
    return topology;
  }
}
