package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The first stage: takes what services say, refuses what can't be used, and sends the rest where it
 * is acted on.
 *
 * <pre>
 * dataplane.events -> decoder -+-> router -+-> internal.item-events      by item_id
 *                              |           +-> internal.item-events      backpressure: all partitions
 *                              |           +-> internal.node-events      by node_id
 *                              |           +-> internal.decision-events  by config_key
 *                              +-> dead-letters
 * </pre>
 *
 * <p>Keeps no state; duplicates are known by event id where they would matter, in the stages after
 * it.
 */
public final class EventStage {

  public static final String NAME = "events";

  /** Key of backpressure events, which concern every partition of the items stage. */
  public static final String BACKPRESSURE_KEY = "backpressure";

  static final String ROUTER = "events-router";
  static final String TO_ITEMS = "events-to-items";
  static final String TO_ALL_ITEMS = "events-to-all-items";
  static final String TO_NODES = "events-to-nodes";
  static final String TO_DECISIONS = "events-to-decisions";

  private EventStage() {}

  /**
   * Adds the stage.
   *
   * @param check what an event must satisfy, decoding apart
   */
  public static void addTo(
      Topology topology, Topics topics, StageRuntime runtime, IntakeCheck<ClusterEvent> check) {
    String decoder = events(topics, check).addTo(topology, topics, runtime, ROUTER);
    topology.addProcessor(ROUTER, EventRouter::new, decoder);
    addSink(topology, TO_ITEMS, topics.itemEvents());
    addSink(topology, TO_NODES, topics.nodeEvents());
    addSink(topology, TO_DECISIONS, topics.decisionEvents());
    topology.addSink(
        TO_ALL_ITEMS,
        topics.itemEvents().name(),
        new StringSerializer(),
        topics.itemEvents().value().serializer(),
        new Multicast<String, ClusterEvent>(),
        ROUTER);
  }

  static Intake<ClusterEvent> events(Topics topics, IntakeCheck<ClusterEvent> check) {
    return Intake.of(NAME, topics.events()).checkedBy(check);
  }

  private static void addSink(Topology topology, String name, Topic<ClusterEvent> topic) {
    topology.addSink(
        name, topic.name(), new StringSerializer(), topic.value().serializer(), ROUTER);
  }
}
