package io.ringrift.dataplane.local.eviction;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One copy that may have to go.
 *
 * @param state as in the contract; {@code WOULD_GO}: only asked about; {@code UNANSWERED}: nobody
 *     has said anything of it in time
 */
public record Removal(
    String itemId,
    String configKey,
    String nodeId,
    String sha256,
    long sizeBytes,
    String state,
    String reason) {

  private static final String WOULD_GO = "WOULD_GO";
  static final String UNANSWERED = "UNANSWERED";

  /** As the query API tells it. */
  public static Removal of(JsonNode copy) {
    return new Removal(
        copy.path("item_id").asText(),
        copy.path("config_key").asText(),
        copy.path("node_id").asText(),
        copy.path("sha256").asText(),
        copy.path("size_bytes").asLong(),
        copy.path("state").asText(),
        copy.path("reason").asText());
  }

  /** Whether nothing was against it when it was asked. */
  public boolean mayGo() {
    return state.equals(WOULD_GO);
  }

  public boolean removed() {
    return state.equals("DONE");
  }

  /** Asked for and not removed, whoever refused it. */
  public boolean stayed() {
    return !removed();
  }

  Removal now(String newState, String newReason) {
    return new Removal(itemId, configKey, nodeId, sha256, sizeBytes, newState, newReason);
  }

  String key() {
    return key(itemId, nodeId);
  }

  static String key(String itemId, String nodeId) {
    return itemId + '\0' + nodeId;
  }
}
