package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.Locale;

/** What a file holds. */
record Content(
    String itemId,
    ItemType type,
    String configKey,
    String sha256,
    long sizeBytes,
    Instant contentTime,
    double quality,
    long samples) {

  static Content of(
      ItemType type, String configKey, int name, int version, Instant made, double quality) {
    String folder = type == ItemType.GAME ? "games" : type.name().toLowerCase(Locale.ROOT);
    return new Content(
        folder + "/" + configKey + "/" + configKey + "-" + name,
        type,
        configKey,
        String.format(
            Locale.ROOT, "%032x%032x", (long) (configKey + folder + name).hashCode(), version),
        type == ItemType.GAME ? 8_000_000_000L : 200_000_000L,
        made,
        quality,
        1_000);
  }

  /** The same, of another size. */
  Content sized(long bytes) {
    return new Content(itemId, type, configKey, sha256, bytes, contentTime, quality, samples);
  }
}
