package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullOrder.Direction;
import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import io.ringrift.dataplane.agent.fetch.http.PlainHttpFetcher;
import io.ringrift.dataplane.agent.fetch.rsync.RsyncFetcher;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Orders and statuses of pulls in JSON. */
final class PullJson {
  /** Transports that call the source: its agent, or the server that stands for it. */
  private static final Set<String> CALLING =
      Set.of(
          P2pHttpFetcher.TRANSPORT,
          PlainHttpFetcher.TRANSPORT,
          BittorrentFetcher.TRANSPORT,
          RsyncFetcher.TRANSPORT);

  private PullJson() {}

  /** Reads an order; every fault names the field and what is allowed. */
  static PullOrder order(Direction direction, ObjectNode json) throws ApiException {
    try {
      ItemName name =
          ItemName.of(
              text(json, "item_id"), kind(text(json, "item_type")), text(json, "config_key"));
      String transport =
          json.hasNonNull("transport") ? text(json, "transport") : P2pHttpFetcher.TRANSPORT;
      String peer = direction == Direction.PULL ? "source" : "target";
      boolean called =
          CALLING.contains(transport)
              || (direction == Direction.PUSH && !transport.equals(S3Place.RELAY.transport()));
      return new PullOrder(
          text(json, "operation_id"),
          number(json, "epoch"),
          name,
          text(json, "sha256"),
          number(json, "size_bytes"),
          direction,
          text(json, peer + "_node"),
          called ? URI.create(text(json, peer + "_url")) : null,
          priority(text(json, "priority")),
          transport,
          json.hasNonNull("replaces") ? text(json, "replaces") : null,
          direction == Direction.PULL && called ? others(json) : List.of());
    } catch (IllegalArgumentException | RefusedItemException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    }
  }

  /** What this node is to show to the source of a pull. */
  static Optional<String> sourceGrant(Direction direction, ObjectNode json) {
    return direction == Direction.PULL
        ? Optional.ofNullable(json.path("source_grant").asText(null))
        : Optional.empty();
  }

  /** Sources besides the first; what has none of them leaves the field out. */
  private static List<PullOrder.Other> others(ObjectNode json) {
    List<PullOrder.Other> others = new ArrayList<>();
    for (JsonNode other : json.path("other_sources")) {
      if (!(other instanceof ObjectNode fields)) {
        throw new IllegalArgumentException("other_sources has an element that is no object");
      }
      others.add(
          new PullOrder.Other(
              text(fields, "source_node"),
              URI.create(text(fields, "source_url")),
              text(fields, "grant"),
              fields.path("receiving").asBoolean(false)));
    }
    return others;
  }

  static ObjectNode status(Side side, String nodeId, PullStatus status) {
    ObjectNode json = Json.object();
    PullOrder order = status.order();
    json.put("operation_id", order.operationId());
    json.put("epoch", order.epoch());
    json.put("state", status.state().name());
    json.put("item_id", order.name().itemId());
    json.put("sha256", order.sha256());
    json.put("bytes_done", status.bytesDone());
    json.put("bytes_total", order.sizeBytes());
    json.put("bytes_received", status.bytesReceived());
    json.put("bytes_prepared", status.bytesPrepared());
    json.put("bytes_unseen", status.bytesUnseen());
    json.put("transport", order.transport());
    json.put("source_node", side.sourceNode(nodeId, order));
    if (status.failure() != null) {
      ObjectNode failure = json.putObject("failure");
      failure.put("code", status.failure().code().code());
      failure.put("reaction", status.failure().reaction().name());
      failure.put("message", status.failure().message());
    }
    if (!status.dropped().isEmpty()) {
      ArrayNode dropped = json.putArray("dropped_sources");
      for (PullStatus.Dropped each : status.dropped()) {
        dropped
            .addObject()
            .put("source_node", each.node())
            .put("code", each.code().code())
            .put("message", each.message());
      }
    }
    if (status.received() != null) {
      json.put("boot", status.received().boot());
      json.put("sequence", status.received().sequence());
      json.put("path", status.received().path());
    }
    return json;
  }

  private static ItemKind kind(String text) {
    return Arrays.stream(ItemKind.values())
        .filter(kind -> kind.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "item_type is '%s', allowed are %s"
                        .formatted(text, Arrays.toString(ItemKind.values()))));
  }

  private static PullPriority priority(String text) {
    return Arrays.stream(PullPriority.values())
        .filter(priority -> priority.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "priority is '%s', allowed are %s"
                        .formatted(text, Arrays.toString(PullPriority.values()))));
  }

  static String text(ObjectNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is missing or not a text");
    }
    return value.asText();
  }

  static long number(ObjectNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " is missing or not a whole number");
    }
    return value.asLong();
  }
}
