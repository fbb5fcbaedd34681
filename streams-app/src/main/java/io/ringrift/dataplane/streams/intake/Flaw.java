package io.ringrift.dataplane.streams.intake;

import java.util.Objects;

/**
 * Why a loose event can't be placed, for one field.
 *
 * @param field name in the contract, e.g. {@code node_id}
 * @param found what the event holds, with the names it stands under; null if nothing
 * @param allowed what would have been accepted
 */
public record Flaw(String field, Problem problem, String found, String allowed) {

  /** What is wrong, worst first: a record is counted by the first of its flaws in this order. */
  public enum Problem {
    NOT_AN_EVENT("not_an_event", "is no event"),
    UNKNOWN_EVENT("unknown_event", "is unknown"),
    AMBIGUOUS("ambiguous_field", "is ambiguous"),
    MISSING("missing_field", "is missing"),
    INVALID("invalid_field", "is invalid");

    private final String code;
    private final String words;

    Problem(String code, String words) {
      this.code = code;
      this.words = words;
    }

    /** A stable word for headers, answers and counters. */
    public String code() {
      return code;
    }
  }

  public Flaw {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(allowed, "allowed");
  }

  @Override
  public String toString() {
    return field
        + " "
        + problem.words
        + (found == null ? "" : " (" + found + ")")
        + ", allowed: "
        + allowed;
  }
}
