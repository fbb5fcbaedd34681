package io.ringrift.dataplane.agent.fetch.bittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * How a torrent stands in {@code aria2c}.
 *
 * @param gid its number there
 * @param state active, waiting, paused, complete, error or removed
 * @param completedBytes those of unfinished pieces included
 * @param sentBytes since it was added
 * @param peers connected
 * @param verifying whether it still reads what lies on the disk
 * @param verifiedBytes how much of that it has read; 0 while it waits for its turn
 * @param error code and text; null: none
 */
record SwarmStatus(
    String gid,
    String state,
    long totalBytes,
    long completedBytes,
    long sentBytes,
    int peers,
    boolean verifying,
    long verifiedBytes,
    String bitfield,
    String error) {

  static final List<String> KEYS =
      List.of(
          "gid",
          "status",
          "totalLength",
          "completedLength",
          "uploadLength",
          "connections",
          "bitfield",
          "verifiedLength",
          "verifyIntegrityPending",
          "errorCode",
          "errorMessage");

  static SwarmStatus of(JsonNode json) {
    String code = json.path("errorCode").asText("0");
    return new SwarmStatus(
        json.path("gid").asText(),
        json.path("status").asText(),
        json.path("totalLength").asLong(),
        json.path("completedLength").asLong(),
        json.path("uploadLength").asLong(),
        json.path("connections").asInt(),
        json.has("verifiedLength") || json.path("verifyIntegrityPending").asBoolean(),
        json.path("verifiedLength").asLong(),
        json.path("bitfield").asText(""),
        code.equals("0") ? null : code + " " + json.path("errorMessage").asText());
  }

  boolean active() {
    return state.equals("active");
  }

  /** Every piece has come and its hash was right. */
  boolean whole() {
    return !verifying && totalBytes > 0 && completedBytes == totalBytes;
  }

  /** Numbers of the pieces that have come and whose hash was right. */
  BitSet pieces() {
    BitSet pieces = new BitSet();
    byte[] bytes = HexFormat.of().parseHex(bitfield);
    for (int i = 0; i < 8 * bytes.length; i++) {
      // The first piece is the highest bit of the first byte.
      pieces.set(i, (bytes[i / 8] >> (7 - i % 8) & 1) == 1);
    }
    return pieces;
  }
}
