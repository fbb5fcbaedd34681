package io.ringrift.dataplane.streams.model;

/** What holds replicas. */
public enum NodeKind {
  HOST,
  DRIVE,
  BUCKET
}
