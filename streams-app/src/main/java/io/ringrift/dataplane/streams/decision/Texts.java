package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How sentences of reasons write quality, times, hashes and rows. */
final class Texts {

  private static final int HASH_DIGITS = 12;

  private Texts() {}

  /** Two digits after the point. A Formatter would cost as much as all else of a decision. */
  static String quality(double quality) {
    long hundredths = Math.round(quality * 100);
    return hundredths / 100 + (hundredths % 100 < 10 ? ".0" : ".") + hundredths % 100;
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Enough digits to tell contents apart by eye. */
  static String hash(String sha256) {
    return sha256.length() <= HASH_DIGITS ? sha256 : sha256.substring(0, HASH_DIGITS);
  }

  static String row(CatalogRow row) {
    return row.itemId()
        + " (quality "
        + quality(row.qualityScore())
        + ", "
        + row.sampleCount()
        + " samples, made "
        + time(row.contentTime())
        + ")";
  }
}
