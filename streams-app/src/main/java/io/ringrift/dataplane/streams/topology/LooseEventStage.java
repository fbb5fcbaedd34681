package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What stands before the first stage: events of services that write JSON with drifting names.
 *
 * <pre>
 * dataplane.events.json -> normaliser -+-> dataplane.events
 *                               ^      +-> dead-letters
 * dataplane.nodes -> global table of nodes
 * </pre>
 *
 * <p>The node table is a global one, unlike anywhere else: the outcome is written to the history as
 * a plain event, so nothing after it sees two truths, and the HTTP intake of every instance needs
 * the whole table.
 */
public final class LooseEventStage {

  public static final String NAME = "intake";

  /** Global store: node_id to the bytes of a NodeState. */
  public static final String NODES = "intake-nodes";

  static final String TO_EVENTS = "intake-to-events";
  static final String DEAD_LETTERS = "intake-dead-letters";

  private static final String SOURCE = "intake-events-json-source";
  private static final String NORMALISER = "intake-normaliser";

  private LooseEventStage() {}

  /** Adds the stage. */
  public static void addTo(Topology topology, Topics topics, StageRuntime runtime) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(NODES), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        "intake-nodes-source",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        topics.nodes().name(),
        "intake-nodes-keeper",
        NodeKeeping::new);
    topology.addSource(
        AutoOffsetReset.earliest(),
        SOURCE,
        new UsePartitionTimeOnInvalidTimestamp(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.eventsJson().name());
    topology.addProcessor(
        NORMALISER, () -> new LooseEventProcessor(runtime, topics.nodes()), SOURCE);
    topology.addSink(
        TO_EVENTS,
        topics.events().name(),
        new StringSerializer(),
        topics.events().value().serializer(),
        NORMALISER);
    topology.addSink(
        DEAD_LETTERS,
        topics.deadLetters().name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        NORMALISER);
  }

  /** The topic into the store. */
  private static final class NodeKeeping extends ContextualProcessor<String, byte[], Void, Void> {
    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, byte[]> store = context().getStateStore(NODES);
      store.put(record.key(), record.value());
    }
  }
}
