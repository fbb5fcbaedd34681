package io.ringrift.dataplane.streams.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.JsonFault;
import io.ringrift.dataplane.streams.intake.Arrival;
import io.ringrift.dataplane.streams.intake.Normalised;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Loose JSON into the history of events, or into dead letters with the fields to blame. */
final class LooseEventProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {

  static final String ORIGIN = "dataplane.origin";
  static final String NOTES = "dataplane.notes";
  static final String IGNORED = "dataplane.ignored";

  /** Longest header; an event with hundreds of unknown names needs no more to be understood. */
  private static final int LONGEST_HEADER = 1000;

  private final StageRuntime runtime;
  private final DeadLetters deadLetters;
  private final Topic<NodeState> nodes;
  private LooseEvents events;

  LooseEventProcessor(StageRuntime runtime, Topic<NodeState> nodes) {
    this.runtime = runtime;
    this.deadLetters = new DeadLetters(LooseEventStage.NAME, runtime.deadLetters());
    this.nodes = nodes;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    KeyValueStore<String, byte[]> store = context.getStateStore(LooseEventStage.NODES);
    events = new LooseEvents(new NodeBook(store, nodes));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at =
        context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    if (record.value() == null) {
      refuse(record, at, new Refusal(Refusal.NO_VALUE, "the record has no value"));
      return;
    }
    JsonNode json;
    try {
      json = LooseEvents.parse(record.value());
    } catch (JsonProcessingException e) {
      refuse(record, at, new Refusal("not_json", "the value is no JSON " + JsonFault.of(e)));
      return;
    }
    String id = at.topic() + ":" + at.partition() + ":" + at.offset();
    Arrival arrival = new Arrival(id, Instant.ofEpochMilli(record.timestamp()));
    Normalised normalised =
        runtime.registry().whenReachable(() -> events.read(json, arrival), () -> id);
    if (normalised.accepted()) {
      publish(record, id, normalised);
    } else {
      refuse(record, at, new Refusal(normalised.code(), normalised.cause()));
    }
  }

  private void publish(Record<byte[], byte[]> record, String id, Normalised normalised) {
    Headers headers = new RecordHeaders(record.headers());
    put(headers, ORIGIN, List.of(id));
    put(headers, NOTES, normalised.notes());
    put(headers, IGNORED, normalised.ignored());
    context()
        .forward(
            new Record<Object, Object>(
                LooseEvents.key(normalised.event()),
                EventCodec.toAvro(normalised.event()),
                record.timestamp(),
                headers),
            LooseEventStage.TO_EVENTS);
    runtime.intake().taken(IntakeCounters.Way.TOPIC, normalised.type());
  }

  private void refuse(Record<byte[], byte[]> record, RecordMetadata at, Refusal refusal) {
    Record<byte[], byte[]> letter = deadLetters.of(record, at, refusal);
    context()
        .forward(
            new Record<Object, Object>(
                letter.key(), letter.value(), letter.timestamp(), letter.headers()),
            LooseEventStage.DEAD_LETTERS);
    runtime.intake().refused(IntakeCounters.Way.TOPIC, refusal.code());
  }

  private static void put(Headers headers, String name, List<String> words) {
    headers.remove(name);
    if (!words.isEmpty()) {
      String text = String.join("; ", words);
      String cut = text.substring(0, Math.min(text.length(), LONGEST_HEADER));
      headers.add(name, cut.getBytes(StandardCharsets.UTF_8));
    }
  }
}
