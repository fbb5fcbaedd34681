package io.ringrift.dataplane.streams.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.intake.Flaw.Problem;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Turns an event as some service sends it into one of the contract, by the table, or says field by
 * field why not.
 *
 * <pre>{@code
 * {"event": "EXPORT_COMPLETE", "config": "sq8_2p", "host": "10.0.0.5", "samples": 900,
 *  "output_path": "/data/npz/square8_2p/a.npz"}
 *   -> NPZ_EXPORT_COMPLETE(square8_2p, gpu-1, npz/square8_2p/a.npz, sample_count 900)
 * }</pre>
 *
 * <p>Idempotent: an event of the contract, written as JSON, comes out as it went in. Nothing is
 * guessed: what can be read in two ways is refused, and everything that was worked out is noted.
 */
public final class Normaliser {

  private static final String UNKNOWN_SOURCE = "unknown";

  private Normaliser() {}

  /**
   * Reads one event.
   *
   * @param arrival for what the event doesn't say of itself
   * @param nodes the node table, for addresses and data folders
   */
  public static Normalised normalise(JsonNode json, Arrival arrival, Nodes nodes) {
    if (!(json instanceof ObjectNode object)) {
      return Normalised.refused(
          new Flaw(
              "event",
              Problem.NOT_AN_EVENT,
              json.getNodeType().name().toLowerCase(java.util.Locale.ROOT),
              "a JSON object"));
    }
    Keys keys = Keys.of(object);
    Findings findings = new Findings();
    Optional<EventShape> shape = EventNames.find(keys, findings);
    if (shape.isEmpty()) {
      return Normalised.refused(findings.flaws().get(0));
    }
    return new Event(shape.get(), keys, nodes, findings).read(arrival);
  }

  /** One event whose name is known. */
  private record Event(EventShape shape, Keys keys, Nodes nodes, Findings findings) {

    Normalised read(Arrival arrival) {
      Values values = new Values();
      Reading reading = new Reading(keys, nodes, findings);
      EventTable.ENVELOPE.forEach(field -> reading.read(field, values));
      shape.fields().forEach(field -> reading.read(field, values));
      Instant at = arrival.at().truncatedTo(ChronoUnit.MILLIS);
      Instant occurredAt = values.has("occurred_at") ? values.time("occurred_at") : at;
      new Completion(shape, values, nodes, findings).run(occurredAt);
      for (Field field : shape.fields()) {
        if (field.required() && !values.has(field.name()) && !findings.blames(field)) {
          findings.flaw(Problem.MISSING, field, null, allowed(field));
        }
      }
      ClusterEvent event =
          findings.flaws().isEmpty()
              ? new ClusterEvent(
                  values.has("event_id") ? values.text("event_id") : arrival.eventId(),
                  occurredAt,
                  source(values),
                  shape.payload().apply(values))
              : null;
      return new Normalised(shape.name(), event, findings.flaws(), findings.notes(), keys.unused());
    }

    private static String allowed(Field field) {
      return field.otherwise() == null
          ? field.allowed()
          : field.allowed() + "; or " + field.otherwise().replace("`", "");
    }

    /** A source's address says as well as its id where a training runs. */
    private String source(Values values) {
      if (!values.has("source")) {
        return UNKNOWN_SOURCE;
      }
      String source = values.text("source");
      if (nodes.known(source)) {
        return source;
      }
      return Address.parse(source)
          .map(nodes::at)
          .filter(there -> there.size() == 1)
          .map(there -> there.get(0))
          .orElse(source);
    }
  }
}
