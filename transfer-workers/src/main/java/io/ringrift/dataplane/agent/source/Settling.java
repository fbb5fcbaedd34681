package io.ringrift.dataplane.agent.source;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells files that are still being written from finished ones: those that did not change between
 * two looks, or for some time before the first.
 */
final class Settling {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration UNTOUCHED = Duration.ofSeconds(2);

  private final Map<String, Look> looks = new HashMap<>();

  private record Look(ItemName name, FileStamp stamp, Instant at) {}

  /** Looks at a file whose content is not known. */
  boolean settled(ItemName name, FileStamp stamp, Instant now) {
    Look before = looks.get(name.itemId());
    if (before == null || !before.stamp().equals(stamp)) {
      looks.put(name.itemId(), new Look(name, stamp, now));
      return !stamp.modified().isAfter(now.minus(UNTOUCHED));
    }
    return !stamp.modified().isAfter(now.minus(UNTOUCHED))
        || !before.at().isAfter(now.minus(BETWEEN_LOOKS));
  }

  void forget(String itemId) {
    looks.remove(itemId);
  }

  /** Files that were looked at and whose content was not known then. */
  List<ItemName> names() {
    return looks.values().stream().map(Look::name).toList();
  }
}
