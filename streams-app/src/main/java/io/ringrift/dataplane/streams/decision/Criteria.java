package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.Need;
import java.time.Instant;

/**
 * What data must satisfy to be chosen, eligibility and freshness apart.
 *
 * @param minQuality 0..1
 * @param minSamples 0 or more
 * @param newerThan null: any age will do
 */
public record Criteria(double minQuality, long minSamples, Instant newerThan) {

  /** Whatever is eligible and fresh. */
  public static final Criteria ANY = new Criteria(0, 0, null);

  public static Criteria quality(double minQuality) {
    return new Criteria(minQuality, 0, null);
  }

  public static Criteria of(Need need) {
    return new Criteria(need.minQuality(), need.minSamples(), need.newerThan());
  }

  public boolean meets(double quality, long samples, Instant contentTime) {
    return quality >= minQuality
        && samples >= minSamples
        && (newerThan == null || contentTime.isAfter(newerThan));
  }
}
