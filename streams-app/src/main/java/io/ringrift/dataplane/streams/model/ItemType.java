package io.ringrift.dataplane.streams.model;

import java.util.List;

/** What kind of datum an item is. */
public enum ItemType {
  GAME,
  MODEL,
  NPZ,
  CHECKPOINT,
  /** A class this version doesn't know: visible in the manifest, never moved. */
  OTHER;

  /** Those that are ever moved, in their order. */
  public static final List<ItemType> MOVED = List.of(GAME, MODEL, NPZ, CHECKPOINT);
}
