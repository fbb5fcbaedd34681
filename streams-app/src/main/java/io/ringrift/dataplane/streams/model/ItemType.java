package io.ringrift.dataplane.streams.model;

/** What kind of datum an item is. */
public enum ItemType {
  GAME,
  MODEL,
  NPZ,
  CHECKPOINT,
  /** A class this version doesn't know: visible in the manifest, never moved. */
  OTHER
}
