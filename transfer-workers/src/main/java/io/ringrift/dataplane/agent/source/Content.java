package io.ringrift.dataplane.agent.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What reading a file found.
 *
 * @param sha256 64 lower-case hex digits
 * @param stamp of the file that was read: the item's own, or the snapshot
 * @param evidence why it is INVALID, else null
 * @param contentTime when the content was made, as far as the file tells: its mtime, in whole
 *     milliseconds as in the contract
 * @param sampleCount first dimension of an NPZ, else null
 * @param gameCount games in a database, else null
 * @param snapshot where the bytes lie if not at the item's place, else null
 */
public record Content(
    String sha256,
    FileStamp stamp,
    Validation validation,
    String evidence,
    Instant contentTime,
    Long sampleCount,
    Long gameCount,
    Snapshot snapshot) {

  public Content {
    contentTime = contentTime.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Content that was received with the ordered hash and not read here yet. */
  public static Content claimed(String sha256, FileStamp stamp) {
    return new Content(sha256, stamp, Validation.CLAIMED, null, stamp.modified(), null, null, null);
  }

  /** This content, of which only the memory is left here. */
  Content damaged(String how) {
    return new Content(
        sha256, stamp, Validation.INVALID, how, contentTime, sampleCount, gameCount, snapshot);
  }

  /** The same content, as a look at its file found it now. */
  Content seenAs(Content now) {
    return new Content(
        sha256, now.stamp, validation, evidence, contentTime, sampleCount, gameCount, now.snapshot);
  }
}
