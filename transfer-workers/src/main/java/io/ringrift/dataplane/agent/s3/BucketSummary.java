package io.ringrift.dataplane.agent.s3;

import java.time.Instant;
import java.util.Map;

/**
 * What passes over a bucket found.
 *
 * @param lastPass when the last whole pass ended; null before the first. What is reported is as old
 * @param failure why the pass now under way can't go on; null if it can
 * @param items objects that are items and whose hash is told
 * @param unhashed items of which nobody tells a hash, so that they are not reported
 * @param bytes of all objects that were listed
 * @param unknown objects of no known class, by folder
 */
public record BucketSummary(
    Instant lastPass,
    String failure,
    long items,
    long unhashed,
    long bytes,
    Map<String, Long> unknown) {

  public BucketSummary {
    unknown = Map.copyOf(unknown);
  }
}
