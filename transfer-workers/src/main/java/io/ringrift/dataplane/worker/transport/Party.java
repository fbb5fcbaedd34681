package io.ringrift.dataplane.worker.transport;

/** Whose doing something is. */
public enum Party {
  SOURCE,
  TARGET,
  /** Not the doing of a node: the order itself, or the worker. */
  NEITHER
}
