package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.LivenessCodec;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import io.ringrift.dataplane.streams.node.NodeFold;
import io.ringrift.dataplane.streams.node.NodePolicy;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/**
 * The second stage: who is online and what each node can do. One task, because judging silence
 * needs the whole cluster in view.
 *
 * <pre>
 * heartbeats -> splitter -+-> decoder -> beats --+
 *                         +-> ticks -------------+-> nodes, node-facts,
 * internal.node-events -> decoder -> events -----+   internal.node-changes.* (all partitions)
 * </pre>
 *
 * <p>Ticks are the clock: silence is judged when a fresh one is read, in log time (ADR 0005).
 */
public final class NodeStage {

  public static final String NAME = "nodes";

  /** Store of the node table: node_id to NodeState, as others were last told. */
  public static final String NODES = "nodes";

  /** Store beside it: node_id to liveness, in JSON. */
  public static final String LIVENESS = "node-liveness";

  static final String BEATS = "nodes-beats";
  static final String TICKS = "nodes-ticks";
  static final String EVENTS = "nodes-events";
  static final String TO_NODES = "nodes-to-nodes";
  static final String TO_FACTS = "nodes-to-facts";
  static final String TO_ITEMS = "nodes-to-items";
  static final String TO_DECISIONS = "nodes-to-decisions";

  private static final String SOURCE = "nodes-heartbeats-source";
  private static final String SPLITTER = "nodes-splitter";

  private NodeStage() {}

  /**
   * Adds the stage.
   *
   * @param declared what the node file says
   * @param status told what the stage sees, for health and queries
   * @param check what a heartbeat must satisfy, decoding apart
   */
  public static void addTo(
      Topology topology,
      Topics topics,
      StageRuntime runtime,
      NodePolicy policy,
      DeclaredNodes declared,
      NodeStageStatus status,
      IntakeCheck<NodeHeartbeat> check) {
    NodeFold fold = new NodeFold(policy, declared);
    Intake<NodeHeartbeat> heartbeats =
        Intake.of(NAME, topics.heartbeats()).keyedBy(NodeHeartbeat::getNodeId).checkedBy(check);
    topology.addSource(
        AutoOffsetReset.earliest(),
        SOURCE,
        new UsePartitionTimeOnInvalidTimestamp(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.heartbeats().name());
    topology.addProcessor(SPLITTER, () -> new TickSplitter(heartbeats.decoder()), SOURCE);
    topology.addProcessor(
        BEATS,
        () -> new HeartbeatProcessor(fold),
        heartbeats.addDecoder(topology, topics, runtime, SPLITTER, BEATS));
    topology.addProcessor(
        TICKS, () -> new TickProcessor(policy, fold, declared, runtime.clock(), status), SPLITTER);
    topology.addProcessor(
        EVENTS,
        () -> new NodeEventProcessor(fold),
        Intake.of(NAME, topics.nodeEvents()).addTo(topology, topics, runtime, EVENTS));

    for (StoreForm<?, ?> store : forms(topics)) {
      topology.addStateStore(store.builder(), BEATS, TICKS, EVENTS);
    }

    topology.addSink(
        TO_NODES,
        topics.nodes().name(),
        new StringSerializer(),
        topics.nodes().value().serializer(),
        BEATS,
        TICKS,
        EVENTS);
    topology.addSink(
        TO_FACTS,
        topics.nodeFacts().name(),
        new StringSerializer(),
        topics.nodeFacts().value().serializer(),
        BEATS,
        TICKS,
        EVENTS);
    addMulticast(topology, TO_ITEMS, topics.nodeChangesForItems());
    addMulticast(topology, TO_DECISIONS, topics.nodeChangesForDecisions());
  }

  static List<StoreForm<?, ?>> forms(Topics topics) {
    return List.of(
        StoreForm.of(NODES, topics.nodes()),
        new StoreForm<>(
            LIVENESS,
            Serdes.String(),
            Serdes.serdeFrom(
                (topic, liveness) -> liveness == null ? null : LivenessCodec.toBytes(liveness),
                (topic, bytes) -> bytes == null ? null : LivenessCodec.toModel(bytes))));
  }

  private static void addMulticast(Topology topology, String name, Topic<NodeFact> topic) {
    topology.addSink(
        name,
        topic.name(),
        new StringSerializer(),
        topic.value().serializer(),
        new Multicast<String, NodeFact>(),
        BEATS,
        TICKS,
        EVENTS);
  }
}
