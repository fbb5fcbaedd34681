package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.ItemKind;
import java.util.Set;

/**
 * What an agent takes upon itself at once.
 *
 * @param maxTransfers pulls at once, 1 or more
 * @param criticalExtra pulls beyond these that only CRITICAL orders may use
 * @param maxBytesInFlight sum of the sizes of running pulls; a single larger file is taken when
 *     nothing else runs
 * @param receives kinds that this node takes
 * @param bytesPerSecond limit of each pull, 0: none
 */
public record PullLimits(
    int maxTransfers,
    int criticalExtra,
    long maxBytesInFlight,
    Set<ItemKind> receives,
    long bytesPerSecond) {

  public PullLimits {
    if (maxTransfers < 1 || criticalExtra < 0 || maxBytesInFlight < 1 || bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "transfers %d (1 or more), extra for CRITICAL %d (0 or more), bytes in flight %d (1 or more), bytes per second %d (0 or more)"
              .formatted(maxTransfers, criticalExtra, maxBytesInFlight, bytesPerSecond));
    }
    receives = Set.copyOf(receives);
  }

  int slotsFor(PullPriority priority) {
    return priority == PullPriority.CRITICAL ? maxTransfers + criticalExtra : maxTransfers;
  }
}
