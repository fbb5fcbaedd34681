package io.ringrift.dataplane.streams.topology;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the shells of all stages share; one per application.
 *
 * @param registry where decoding waits while the registry can't be reached
 * @param deadLetters counts what was refused
 * @param intake counts loose events
 * @param backups how much of what should be backed up is
 * @param rooms what nodes give and get
 * @param clock wall clock, so that tests can set it
 */
public record StageRuntime(
    RegistryGate registry,
    DeadLetterCounters deadLetters,
    IntakeCounters intake,
    BackupShares backups,
    NodeRooms rooms,
    InstantSource clock) {

  /**
   * First and longest wait between two tries: soon again, but no storm on a registry that starts.
   */
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  public StageRuntime {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(deadLetters, "deadLetters");
    Objects.requireNonNull(intake, "intake");
    Objects.requireNonNull(backups, "backups");
    Objects.requireNonNull(rooms, "rooms");
    Objects.requireNonNull(clock, "clock");
  }

  public static StageRuntime of(InstantSource clock) {
    return new StageRuntime(
        new RegistryGate(clock, FIRST_WAIT, LONGEST_WAIT),
        new DeadLetterCounters(),
        new IntakeCounters(),
        new BackupShares(),
        new NodeRooms(),
        clock);
  }
}
