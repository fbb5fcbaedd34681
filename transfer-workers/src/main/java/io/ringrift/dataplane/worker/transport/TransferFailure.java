package io.ringrift.dataplane.worker.transport;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param code for machines: a {@link FailureCode#wireName} or a code of the agent's own
 * @param reaction what it asks for
 * @param party whose doing it is
 * @param counted whether that party's circuit breaker counts it
 * @param message for people; names what was touched
 */
public record TransferFailure(
    String code, Reaction reaction, Party party, boolean counted, String message) {
  public TransferFailure {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(reaction, "reaction");
    Objects.requireNonNull(party, "party");
    Objects.requireNonNull(message, "message");
  }

  public static TransferFailure of(FailureCode code, String message) {
    return new TransferFailure(
        code.wireName(), code.reaction(), code.party(), code.counted(), message);
  }

  /**
   * A failure that the target's agent reports. Its own word on the reaction stands, without one the
   * table's. A code that the table doesn't know asks for the next transport, since the agent lives.
   */
  public static TransferFailure reported(String code, Optional<Reaction> reaction, String message) {
    Optional<FailureCode> known =
        Arrays.stream(FailureCode.values()).filter(c -> c.wireName().equals(code)).findFirst();
    return new TransferFailure(
        code,
        reaction.or(() -> known.map(FailureCode::reaction)).orElse(Reaction.NEXT_TRANSPORT),
        known.map(FailureCode::party).orElse(Party.NEITHER),
        known.map(FailureCode::counted).orElse(false),
        message);
  }

  @Override
  public String toString() {
    return code + ": " + message;
  }
}
