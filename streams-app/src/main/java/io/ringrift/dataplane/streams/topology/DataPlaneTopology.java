package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import io.ringrift.dataplane.streams.node.NodePolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * The four stages, in the order of the flow, and the intake of loose events before them; each reads
 * and writes topics of the catalogue only.
 */
public final class DataPlaneTopology {

  private DataPlaneTopology() {}

  /**
   * What the stages are to do.
   *
   * @param declared what the node file says
   * @param schedule for one task of the items stage
   */
  public record Policies(
      NodePolicy nodes,
      DeclaredNodes declared,
      SchedulePolicy schedule,
      ItemPolicy items,
      DecisionPolicy decisions) {

    /** The design's figures. */
    public static Policies standard(int partitions) {
      return new Policies(
          NodePolicy.defaults(),
          DeclaredNodes.NONE,
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
    NodeStage.addTo(
        topology,
        topics,
        runtime,
        policies.nodes(),
        policies.declared(),
        status,
        checks.heartbeats());
    ItemsStage.addTo(
        topology, topics, runtime, checks.items(), policies.schedule(), policies.items());
    DecisionStage.addTo(topology, topics, runtime, checks.evictions(), policies.decisions());
    // Last, though it stands first: the stages keep their numbers, and with them their state
    // folders.
    LooseEventStage.addTo(topology, topics, runtime);
    return topology;
  }

  /** Names of the topics that the stages read, and commit how far. */
  public static Set<String> sources(Topics topics) {
    Topology all =
        build(
            topics,
            StageRuntime.of(InstantSource.system()),
            IntakeChecks.standard(),
            Policies.standard(topics.inventory().policy().partitions()),
            new NodeStageStatus());
    return all.describe().subtopologies().stream()
        .flatMap(stage -> stage.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())
        .collect(Collectors.toSet());
  }
}
