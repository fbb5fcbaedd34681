package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.model.ItemType;
import java.util.Map;
import java.util.Set;

/**
 * How many copies an item should have and whether it belongs in cold storage, by type.
 *
 * @param minReplicas least reachable copies on stable nodes; a type left out needs none
 * @param backedUp types that are kept on nodes with the role {@code backup}
 */
public record ItemPolicy(Map<ItemType, Integer> minReplicas, Set<ItemType> backedUp) {

  public ItemPolicy {
    minReplicas = Map.copyOf(minReplicas);
    backedUp = Set.copyOf(backedUp);
  }

  /** Games and models can't be made again cheaply; an NPZ can be exported again from its games. */
  public static ItemPolicy standard() {
    return new ItemPolicy(
        Map.of(ItemType.GAME, 2, ItemType.MODEL, 2, ItemType.NPZ, 1, ItemType.CHECKPOINT, 1),
        Set.of(ItemType.GAME, ItemType.MODEL, ItemType.NPZ));
  }

  public static ItemPolicy none() {
    return new ItemPolicy(Map.of(), Set.of());
  }
}
