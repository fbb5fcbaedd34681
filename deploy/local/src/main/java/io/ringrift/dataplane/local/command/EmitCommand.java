package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.event.EventForm;
import io.ringrift.dataplane.local.event.EventType;
import io.ringrift.dataplane.local.event.InvalidEventException;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.KnownNodes;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataplane emit}: publishes an event as a service would. */
@Command(
    name = "emit",
    header = "Publish an event, as a service would.",
    description = {
      "Checks the event against the contract, publishes it to dataplane.events and prints where it"
          + " lies."
    })
final class EmitCommand extends ClientCommand {
  private static final String CONFIG_KEY = "config_key";
  private static final String NODE_ID = "node_id";
  private static final String ITEM_ID = "item_id";

  @Parameters(
      paramLabel = "EVENT",
      description = "Which event, e.g. TRAINING_STARTED; listed below.")
  private String event;

  @Option(names = "--config-key", paramLabel = "KEY", description = "Field config_key.")
  private String configKey;

  @Option(names = "--node", paramLabel = "NODE", description = "Field node_id.")
  private String node;

  @Option(names = "--item", paramLabel = "ITEM", description = "Field item_id.")
  private String item;

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description = "Any field of the event; may be repeated.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--event-id",
      paramLabel = "ID",
      description = "Default: a new UUID. The same id again is a duplicate.")
  private String eventId;

  @Option(
      names = "--source",
      paramLabel = "SERVICE",
      defaultValue = "dataplane-cli",
      description = "The emitting service (default: dataplane-cli).")
  private String source;

  @Option(names = "--dry-run", description = "Check and print the event, publish nothing.")
  private boolean dryRun;

  EmitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ClusterEvent record = record();
    if (dryRun) {
      output().json(AvroJson.object(record));
      return Failure.OK;
    }
    try (EventPublisher publisher = EventPublisher.open(settings())) {
      print(record, publisher.publish(EventForm.key(record), record));
    }
    warnOfUnknownNode();
    return Failure.OK;
  }

  private ClusterEvent record() {
    EventCatalogue catalogue = new EventCatalogue();
    EventType type =
        catalogue
            .find(event)
            .orElseThrow(
                () ->
                    Failure.usage("EVENT is \"" + event + "\", allowed: " + names(catalogue))
                        .next(
                            NearestName.of(event, catalogue.names())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("./dataplane emit --help lists the events")));
    try {
      return new EventForm(surroundings().clock())
          .fill(
              type,
              values(),
              eventId == null ? UUID.randomUUID().toString() : eventId,
              surroundings().clock().instant(),
              source);
    } catch (InvalidEventException e) {
      throw Failure.usage(e.getMessage()).next("./dataplane emit --help lists the fields");
    }
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, CONFIG_KEY, configKey);
    put(values, NODE_ID, node);
    put(values, ITEM_ID, item);
    values.putAll(fields);
    return values;
  }

  /** An event may come before its node, so it isn't refused; a misspelt name must not be silent. */
  private void warnOfUnknownNode() {
    String named = values().get(NODE_ID);
    if (named != null
        && KnownNodes.ask(query().hurried()).filter(known -> !known.has(named)).isPresent()) {
      err()
          .println(
              "dataplane: "
                  + named
                  + " is not known yet; what is for it waits until its agent reports,"
                  + " ./dataplane nodes lists the nodes");
      err().flush();
    }
  }

  private static void put(Map<String, String> values, String field, String value) {
    if (value != null) {
      values.put(field, value);
    }
  }

  private void print(ClusterEvent record, RecordMetadata metadata) {
    if (output().isJson()) {
      ObjectNode answer = AvroJson.object(record);
      answer.put("topic", metadata.topic());
      answer.put("partition", metadata.partition());
      answer.put("offset", metadata.offset());
      output().json(answer);
      return;
    }
    output()
        .table(
            Table.of("EVENT_ID", "TOPIC", ">PARTITION", ">OFFSET")
                .row(
                    record.getEventId(),
                    metadata.topic(),
                    metadata.partition(),
                    metadata.offset()));
  }

  private static String names(EventCatalogue catalogue) {
    return String.join(", ", catalogue.names());
  }
}
