package io.ringrift.dataplane.agent.s3;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * What is told of an object besides the listing.
 *
 * @param sha256 64 lower-case hex digits
 * @param contentTime null, like the counts, where nothing is told
 * @param from who told: metadata, checksum, manifest, sidecar
 */
public record Facts(
    String sha256, Instant contentTime, Long sampleCount, Long gameCount, String from) {
  /** Names in an object's metadata. */
  public static final String SHA256 = "sha256";

  public static final String CONTENT_TIME = "content-time";
  public static final String SAMPLE_COUNT = "sample-count";
  public static final String GAME_COUNT = "game-count";

  /** The epoch under which the object was brought there. */
  public static final String EPOCH = "epoch";

  /** The time that a metadata field tells; null if it tells none. */
  public static Instant time(String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
