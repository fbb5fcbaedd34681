package io.ringrift.dataplane.agent.source;

/** The classes of items; {@link ItemPatterns} tells of which one a file is. */
public enum ItemKind {
  NPZ,
  /** A database of games. */
  GAME,
  MODEL,
  /** Whatever a training job writes to go on from. */
  CHECKPOINT
}
