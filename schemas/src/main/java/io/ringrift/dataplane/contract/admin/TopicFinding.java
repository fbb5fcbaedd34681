package io.ringrift.dataplane.contract.admin;

import io.ringrift.dataplane.contract.Topic;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of one topic.
 *
 * @param topic of the catalogue
 * @param state what was found or done
 * @param differences for {@link State#DIFFERS}, else empty
 * @param reason for {@link State#FAILED}, else empty
 */
public record TopicFinding(
    Topic<?> topic, State state, List<Difference> differences, String reason) {

  /** What was found or done. */
  public enum State {
    /** It was missing and is there now. */
    CREATED,
    /** It was there, as the catalogue has it. */
    PRESENT,
    /** It is there, but not as the catalogue has it. */
    DIFFERS,
    /** It is not there, and nobody asked to create it. */
    MISSING,
    /** It could not be looked at or created. */
    FAILED
  }

  /**
   * One setting that is not as in the catalogue.
   *
   * @param setting {@code partitions} or a topic configuration key
   * @param consequence what comes of it, for people
   */
  public record Difference(String setting, String wanted, String found, String consequence) {

    @Override
    public String toString() {
      return setting + " is " + found + ", wanted " + wanted + ": " + consequence;
    }
  }

  public TopicFinding {
    differences = List.copyOf(differences);
  }

  static TopicFinding of(Topic<?> topic, State state) {
    return new TopicFinding(topic, state, List.of(), "");
  }

  static TopicFinding failed(Topic<?> topic, Throwable cause) {
    return new TopicFinding(topic, State.FAILED, List.of(), cause.getMessage());
  }

  /** The state in words, with differences or reason. */
  public String outcome() {
    return switch (state) {
      case CREATED -> "created";
      case PRESENT -> "exists";
      case MISSING -> "missing";
      case FAILED -> "failed: " + reason;
      case DIFFERS ->
          differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
    };
  }

  /** Whether the topic is now as the catalogue has it. */
  public boolean good() {
    return state == State.CREATED || state == State.PRESENT;
  }
}
