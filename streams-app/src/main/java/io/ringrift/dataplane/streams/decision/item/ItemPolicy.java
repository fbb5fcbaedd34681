package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.model.ItemType;
import java.util.Map;
import java.util.Set;

/**
 * How many copies an item should have and whether it belongs in cold storage, by type.
 *
 * @param minReplicas least reachable copies on stable nodes; a type left out needs none
 * @param targetReplicas as many are made when nothing more urgent is to be done; a type left out
 *     has its minimum as target
 * @param backedUp types that are kept on nodes with the role {@code backup}
 */
public record ItemPolicy(
    Map<ItemType, Integer> minReplicas,
    Map<ItemType, Integer> targetReplicas,
    Set<ItemType> backedUp) {

  public ItemPolicy {
    minReplicas = Map.copyOf(minReplicas);
    targetReplicas = Map.copyOf(targetReplicas);
    backedUp = Set.copyOf(backedUp);
    for (Map.Entry<ItemType, Integer> target : targetReplicas.entrySet()) {
      int least = minReplicas.getOrDefault(target.getKey(), 0);
      if (target.getValue() < least) {
        throw new IllegalArgumentException(
            "target replicas of %s: %d, allowed: the minimum, %d, or more"
                .formatted(target.getKey(), target.getValue(), least));
      }
    }
  }

  /** Games and models can't be made again cheaply; an NPZ can be exported again from its games. */
  public static ItemPolicy standard() {
    return new ItemPolicy(
        Map.of(ItemType.GAME, 2, ItemType.MODEL, 2, ItemType.NPZ, 1, ItemType.CHECKPOINT, 1),
        Map.of(ItemType.GAME, 2, ItemType.MODEL, 2, ItemType.NPZ, 1, ItemType.CHECKPOINT, 1),
        Set.of(ItemType.GAME, ItemType.MODEL, ItemType.NPZ));
  }

  public static ItemPolicy none() {
    return new ItemPolicy(Map.of(), Map.of(), Set.of());
  }

  int least(ItemType type) {
    return minReplicas.getOrDefault(type, 0);
  }

  int target(ItemType type) {
    return targetReplicas.getOrDefault(type, least(type));
  }
}
