package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.JsonFault;
import io.ringrift.dataplane.streams.intake.Arrival;
import io.ringrift.dataplane.streams.intake.Flaw;
import io.ringrift.dataplane.streams.intake.Normalised;
import io.ringrift.dataplane.streams.topology.IntakeCounters;
import io.ringrift.dataplane.streams.topology.LooseEventStage;
import io.ringrift.dataplane.streams.topology.LooseEvents;
import io.ringrift.dataplane.streams.topology.NodeBook;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Takes posted events: one object, an array, or JSON lines. Each is answered in its place: what it
 * became and where it lies, or which fields keep it from being placed.
 */
final class EventsEndpoint {

  static final int MOST_BYTES = 1 << 20;
  static final int MOST_EVENTS = 1000;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final Tables tables;
  private final Topics topics;
  private final StageRuntime runtime;
  private final EventSink sink;

  EventsEndpoint(Tables tables, Topics topics, StageRuntime runtime, EventSink sink) {
    this.tables = tables;
    this.topics = topics;
    this.runtime = runtime;
    this.sink = sink;
  }

  /** One event on its way. */
  private record Sent(
      Normalised normalised, ClusterEvent event, Future<RecordMetadata> confirmed) {}

  /** {@code POST /v1/events}. */
  Answer post(Query query, InputStream body) throws IOException {
    query.allow();
    List<JsonNode> posted = parse(body.readNBytes(MOST_BYTES + 1));
    LooseEvents loose =
        new LooseEvents(new NodeBook(tables.table(LooseEventStage.NODES), topics.nodes()));
    List<Sent> sent = new ArrayList<>();
    try {
      List<Normalised> read = new ArrayList<>();
      for (JsonNode json : posted) {
        read.add(
            loose.read(json, new Arrival(UUID.randomUUID().toString(), runtime.clock().instant())));
      }
      read.forEach(normalised -> sent.add(send(normalised)));
    } catch (KafkaException e) {
      throw ApiException.notReady(
          "the node table can't be read: " + e.getMessage() + "; nothing was taken, try again");
    }
    return answer(sent);
  }

  private static List<JsonNode> parse(byte[] body) throws IOException {
    if (body.length > MOST_BYTES) {
      throw ApiException.invalid("the body is larger than allowed: " + MOST_BYTES + " bytes");
    }
    List<JsonNode> events = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body);
        MappingIterator<JsonNode> roots = JSON.readerFor(JsonNode.class).readValues(parser)) {
      while (roots.hasNextValue()) {
        JsonNode root = roots.nextValue();
        if (root.isArray()) {
          root.forEach(events::add);
        } else {
          events.add(root);
        }
      }
    } catch (JacksonException e) {
      throw ApiException.invalid(
          "the body is no JSON "
              + JsonFault.of(e)
              + "; nothing was taken. Allowed: an object, an array of objects, or JSON lines");
    }
    if (events.isEmpty() || events.size() > MOST_EVENTS) {
      throw ApiException.invalid(
          "the body has " + events.size() + " events, allowed: 1.." + MOST_EVENTS);
    }
    return events;
  }

  private Sent send(Normalised normalised) {
    if (!normalised.accepted()) {
      return new Sent(normalised, null, null);
    }
    ClusterEvent event = EventCodec.toAvro(normalised.event());
    try {
      return new Sent(normalised, event, sink.publish(LooseEvents.key(normalised.event()), event));
    } catch (KafkaException e) {
      return new Sent(normalised, event, CompletableFuture.failedFuture(e));
    }
  }

  private Answer answer(List<Sent> sent) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode events = JsonNodeFactory.instance.arrayNode();
    int taken = 0;
    int refused = 0;
    for (Sent each : sent) {
      if (each.event() == null) {
        events.add(refusal(each.normalised()));
        refused++;
      } else if (confirm(each, events.addObject())) {
        taken++;
      }
    }
    int lost = sent.size() - taken - refused;
    body.put("taken", taken).put("refused", refused).put("not_published", lost);
    body.set("events", events);
    int status = lost > 0 ? 503 : refused == 0 ? 202 : taken == 0 ? 422 : 207;
    return Answer.json(status, body);
  }

  private ObjectNode refusal(Normalised normalised) {
    runtime.intake().refused(IntakeCounters.Way.HTTP, normalised.code());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("result", "refused").put("code", normalised.code());
    answer.put("event_type", normalised.type());
    ArrayNode faults = answer.putArray("faults");
    for (Flaw flaw : normalised.flaws()) {
      faults
          .addObject()
          .put("field", flaw.field())
          .put("code", flaw.problem().code())
          .put("found", flaw.found())
          .put("allowed", flaw.allowed())
          .put("message", flaw.toString());
    }
    return answer;
  }

  private boolean confirm(Sent sent, ObjectNode answer) {
    boolean confirmed = false;
    try {
      RecordMetadata at = sent.confirmed().get();
      answer.put("result", "taken");
      answer.put("topic", at.topic()).put("partition", at.partition()).put("offset", at.offset());
      runtime.intake().taken(IntakeCounters.Way.HTTP, sent.normalised().type());
      confirmed = true;
    } catch (ExecutionException e) {
      answer.put("result", "not_published").put("message", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.put("result", "not_published").put("message", "interrupted");
    }
    answer.set("event", AvroJson.object(sent.event()));
    sent.normalised().notes().forEach(answer.withArray("notes")::add);
    sent.normalised().ignored().forEach(answer.withArray("ignored")::add);
    return confirmed;
  }
}
