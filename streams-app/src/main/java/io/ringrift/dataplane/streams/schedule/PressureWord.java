package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * What was last said of the pressure on one subject.
 *
 * @param subject node id or priority; empty for CLUSTER
 * @param active false: it was released
 * @param cause what is overloaded, for people; may be empty
 * @param occurredAt of two words about one subject the later counts
 * @param until an activation that nobody releases ends then, since a lost release would hold
 *     backups for ever
 */
public record PressureWord(
    Scope scope, String subject, boolean active, String cause, Instant occurredAt, Instant until) {

  /** What is under pressure. */
  public enum Scope {
    CLUSTER,
    NODE,
    QUEUE
  }

  public PressureWord {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(until, "until");
  }

  /** Two words with the same key are about the same thing. */
  public String key() {
    return scope + ":" + subject;
  }

  boolean newerThan(PressureWord other) {
    int later = occurredAt.compareTo(other.occurredAt);
    return later > 0 || (later == 0 && !active && other.active);
  }

  boolean activeAt(Instant now) {
    return active && now.isBefore(until);
  }

  boolean concerns(Priority priority, String targetNode) {
    return switch (scope) {
      case CLUSTER -> true;
      case NODE -> subject.equals(targetNode);
      case QUEUE -> subject.equals(priority.name());
    };
  }

  /** E.g. {@code node gpu-3 is under pressure since 2026-11-24T10:00:00Z: disk is slow}. */
  String text() {
    String what = (scope.name().toLowerCase(Locale.ROOT) + " " + subject).strip();
    return what + " is under pressure since " + occurredAt + (cause.isEmpty() ? "" : ": " + cause);
  }
}
