package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A change of a node that others are told of.
 *
 * @param node the whole row after the change
 * @param detail a sentence for people
 * @param occurredAt log time of what caused it
 */
public record NodeChange(Node node, Cause cause, String detail, Instant occurredAt) {

  public NodeChange {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(occurredAt, "occurredAt");
  }

  /** Why a row changed. */
  public enum Cause {
    /** An event said that the node is up. */
    HOST_ONLINE,
    /** An event said that it is down. */
    HOST_OFFLINE,
    /** Its agent was heard, for the first time or again. */
    HEARTBEAT,
    /** Its agent was not heard for too long. */
    HEARTBEATS_MISSED,
    /** HOST_OFFLINE said that it is gone for good. */
    NODE_LOST,
    /** A person decided. */
    OPERATOR,
    /** Disk room or load moved; the node stays as it is otherwise. */
    CAPACITY,
    /** The node file names it and nobody has heard of it yet. */
    DECLARED,
    /** What is known of it changed: rack, roles, endpoint, a new start of its agent. */
    FACTS
  }
}
