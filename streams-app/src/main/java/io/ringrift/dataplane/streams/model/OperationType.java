package io.ringrift.dataplane.streams.model;

/** Why an item is moved. */
public enum OperationType {
  /** A node asked for it. */
  SYNC,
  /** There are too few copies. */
  REPLICATE,
  /** It belongs in cold storage. */
  BACKUP,
  /** A training job is about to read it. */
  PRELOAD
}
