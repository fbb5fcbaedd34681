package io.ringrift.dataplane.streams.manifest;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * One content that an item has had, with all that any node or event said of it.
 *
 * <p>Merging takes, field by field, what can only grow or only shrink: validated once is validated
 * for good (the hash is the content), counts are facts of the content, and the content time is the
 * earliest one told, since a copy's mtime is never earlier than the content.
 *
 * @param contentTime null when not known, like the fields after it
 */
public record ContentVersion(
    String sha256,
    long sizeBytes,
    boolean validated,
    Instant contentTime,
    Long sampleCount,
    Long gameCount,
    Double qualityScore,
    Double elo) {

  /**
   * Newest first by (content time, hash): the total order by which the current content is chosen.
   */
  static final Comparator<ContentVersion> AGE =
      Comparator.comparing(
              ContentVersion::contentTime, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ContentVersion::sha256);

  public ContentVersion {
    Objects.requireNonNull(sha256, "sha256");
  }

  /** This one itself when the other says nothing new. */
  ContentVersion merge(ContentVersion other) {
    if (equals(other)) {
      return this;
    }
    return new ContentVersion(
        sha256,
        Math.max(sizeBytes, other.sizeBytes),
        validated || other.validated,
        known(contentTime, other.contentTime, BinaryOperator.minBy(Comparator.naturalOrder())),
        known(sampleCount, other.sampleCount, Math::max),
        known(gameCount, other.gameCount, Math::max),
        known(qualityScore, other.qualityScore, Math::max),
        known(elo, other.elo, Math::max));
  }

  /** Whether it comes after the other by (content time, hash). */
  public boolean newerThan(ContentVersion other) {
    return AGE.compare(this, other) > 0;
  }

  private static <T> T known(T a, T b, BinaryOperator<T> both) {
    if (a == null) {
      return b;
    }
    return b == null ? a : both.apply(a, b);
  }
}
