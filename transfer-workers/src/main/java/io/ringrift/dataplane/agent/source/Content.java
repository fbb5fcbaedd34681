package io.ringrift.dataplane.agent.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What reading a file found.
 *
 * @param sha256 64 lower-case hex digits
 * @param evidence why it is INVALID, else null
 * @param contentTime when the content was made, as far as the file tells: its mtime, in whole
 *     milliseconds as in the contract
 * @param sampleCount first dimension of an NPZ, else null
 */
public record Content(
    String sha256,
    FileStamp stamp,
    Validation validation,
    String evidence,
    Instant contentTime,
    Long sampleCount) {

  public Content {
    contentTime = contentTime.truncatedTo(ChronoUnit.MILLIS);
  }
}
