package io.ringrift.dataplane.agent.source;

import java.time.Instant;

/**
 * What reading known files again has found since the start.
 *
 * @param lastPass when all that was known had been read; null before the first time
 */
public record ScrubSummary(
    Instant lastPass, long intactFiles, long intactBytes, long damagedFiles) {
  static final ScrubSummary NONE = new ScrubSummary(null, 0, 0, 0);

  ScrubSummary passed(Instant at) {
    return new ScrubSummary(at, intactFiles, intactBytes, damagedFiles);
  }

  ScrubSummary intact(long bytes) {
    return new ScrubSummary(lastPass, intactFiles + 1, intactBytes + bytes, damagedFiles);
  }

  ScrubSummary damaged() {
    return new ScrubSummary(lastPass, intactFiles, intactBytes, damagedFiles + 1);
  }
}
