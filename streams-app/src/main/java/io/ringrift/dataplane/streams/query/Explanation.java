package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedChoice;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.Requester;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.topology.ItemsStage;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/**
 * Why things are as they are: the chain from the event over the need, the order and the choice of
 * source to where an operation stands, each link a sentence with the record it was read from.
 */
final class Explanation {

  private static final String UNITS = "KMGTP";

  private final ItemQueries items;
  private final OperationQueries operations;
  private final NodeQueries nodes;
  private final NeedQueries needs;
  private final Tables tables;

  Explanation(
      ItemQueries items,
      OperationQueries operations,
      NodeQueries nodes,
      NeedQueries needs,
      Tables tables) {
    this.items = items;
    this.operations = operations;
    this.nodes = nodes;
    this.needs = needs;
    this.tables = tables;
  }

  /** {@code GET /v1/explain?operation=} or {@code ?item=&node=}. */
  Answer explain(Query query) {
    query.allow("operation", "item", "node");
    boolean byOperation = query.text("operation").isPresent();
    if (byOperation && (query.text("item").isPresent() || query.text("node").isPresent())) {
      throw ApiException.invalid(
          "operation and item are given, allowed: operation, or item + node");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode chain = JsonNodeFactory.instance.arrayNode();
    if (byOperation) {
      OperationStatus operation = operations.find(query.required("operation"));
      answer.put("item_id", operation.getItemId()).put("node_id", operation.getTargetNode());
      operation(chain, operation);
      target(chain, operation.getTargetNode());
    } else {
      ManifestItem item = items.find(query.required("item"));
      String node = query.required("node");
      answer.put("item_id", item.getItemId()).put("node_id", node);
      placement(chain, item, node);
    }
    answer.set("chain", chain);
    return Answer.json(answer);
  }

  private void placement(ArrayNode chain, ManifestItem item, String node) {
    link(chain, "item", text(item), item);
    Replica replica =
        item.getReplicas().stream()
            .filter(each -> each.getNodeId().equals(node))
            .findFirst()
            .orElse(null);
    link(
        chain,
        "replica",
        replica == null
            ? node + " has never had it"
            : node + " has it " + replica.getState() + of(replica.getEvidence()),
        replica);
    if (tables.index(StoreNames.ITEMS_INDEX).get(ItemsStage.putOff(item.getItemId())) != null) {
      link(
          chain,
          "repair",
          "it has too few copies; their making is put off until fewer repairs are open"
              + " (schedule.repairs)",
          null);
    }
    target(chain, node);
    List<OperationStatus> moves =
        operations
            .matching(
                each ->
                    each.getItemId().equals(item.getItemId()) && each.getTargetNode().equals(node))
            .rows();
    if (!moves.isEmpty()) {
      operation(chain, moves.get(0));
      return;
    }
    List<Need> wanted =
        needs.ofConfig(item.getConfigKey(), need -> need.getTargetNode().equals(node)).rows();
    wanted.forEach(need -> link(chain, "need", text(need), need));
    link(
        chain,
        "operation",
        wanted.isEmpty()
            ? "nothing asks for data of " + item.getConfigKey() + " at " + node
            : "no operation for it, or its record is no longer kept",
        null);
  }

  private void operation(ArrayNode chain, OperationStatus operation) {
    for (Requester requester : operation.getRequesters()) {
      Need need =
          requester.getNeedId().isEmpty()
              ? null
              : needs.find(requester.getConfigKey(), requester.getNeedId());
      link(chain, "cause", text(requester), requester);
      if (need != null) {
        link(chain, "need", text(need), need);
      }
    }
    link(chain, "operation", text(operation), null);
    int rank = 1;
    for (SourceOption source : operation.getSources()) {
      link(chain, "source", rank++ + ". " + source.getNodeId() + ": " + source.getReason(), source);
    }
    if (!operation.getAvoid().isEmpty()) {
      link(chain, "source", "not again: " + String.join(", ", operation.getAvoid()), null);
    }
    for (TransferAttempt attempt : operation.getAttempts()) {
      link(chain, "attempt", text(attempt), attempt);
    }
    link(chain, "state", state(operation), operation);
  }

  private void target(ArrayNode chain, String nodeId) {
    NodeState node = nodes.find(nodeId);
    link(
        chain,
        "target",
        node == null
            ? nodeId + " is not in the node table: what is for it waits until its agent reports"
            : nodeId
                + " is "
                + (node.getOnline() ? "online" : "offline")
                + " by "
                + node.getCause()
                + " since "
                + AvroJson.time(node.getChangedAt()),
        node);
  }

  private static String text(ManifestItem item) {
    return item.getItemId()
        + " is "
        + (item.getEligible() ? "eligible" : "not eligible: " + item.getReason());
  }

  private static String text(Requester requester) {
    return requester.getNeedId().isEmpty()
        ? "rule " + requester.getCause() + " of the items stage"
        : requester.getCause() + ", request " + requester.getRequestId();
  }

  private static String text(Need need) {
    StringBuilder text =
        new StringBuilder(need.getEventType())
            .append(" needs ")
            .append(need.getWanted())
            .append(' ')
            .append(need.getItemType())
            .append(" of ")
            .append(need.getConfigKey())
            .append(" at ")
            .append(need.getTargetNode())
            .append(": ")
            .append(need.getState())
            .append(", ")
            .append(need.getReason());
    for (NeedChoice choice : need.getChoices()) {
      text.append("; ")
          .append(choice.getItemId())
          .append(' ')
          .append(choice.getState())
          .append(of(choice.getReason()));
    }
    return text.toString();
  }

  private static String text(OperationStatus operation) {
    return operation.getOperationType()
        + ", "
        + operation.getPriority()
        + ": "
        + operation.getItemId()
        + " ("
        + size(operation.getSizeBytes())
        + ") to "
        + operation.getTargetNode()
        + ", accepted "
        + AvroJson.time(operation.getCreatedAt());
  }

  private static String text(TransferAttempt attempt) {
    return attempt.getTransport()
        + " from "
        + attempt.getSourceNode()
        + ": "
        + attempt.getOutcome()
        + ", "
        + size(attempt.getBytes())
        + " in "
        + attempt.getDurationMs()
        + " ms"
        + of(attempt.getMessage());
  }

  static String state(OperationStatus operation) {
    boolean inLine = operation.getState() == OperationState.WAITING && operation.getDueAt() == null;
    return operation.getState()
        + ": "
        + operation.getReason()
        + (inLine
            ? "; waits for room on the topic of "
                + operation.getPriority()
                + ", behind older ones (schedule.window)"
            : "")
        + (operation.getDueAt() == null
            ? ""
            : (operation.getEndedAt() == null ? "; looked at again " : "; kept until ")
                + AvroJson.time(operation.getDueAt()));
  }

  /** As the command line has sizes everywhere else. */
  private static String size(long bytes) {
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return unit < 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
  }

  private static String of(String detail) {
    return detail == null ? "" : " (" + detail + ")";
  }

  private static void link(ArrayNode chain, String kind, String text, SpecificRecord record) {
    ObjectNode link = chain.addObject().put("kind", kind).put("text", text);
    if (record != null) {
      link.set("record", AvroJson.object(record));
    }
  }
}
