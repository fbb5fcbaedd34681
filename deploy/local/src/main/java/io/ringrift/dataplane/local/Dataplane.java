package io.ringrift.dataplane.local;

import io.ringrift.dataplane.local.command.Commands;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.List;
import java.util.Set;

/** The {@code dataplane} command. */
public final class Dataplane {
  /** These run on, and their log is what a person reads; the others answer and end. */
  private static final Set<String> PROCESSES = Set.of("streams", "worker", "agent", "broker");

  private Dataplane() {}

  public static void main(String... words) {
    if (!List.of(words).contains("--verbose")
        && !(words.length > 0 && PROCESSES.contains(words[0]))) {
      // Before the first logger is made. A failure is told in one line by the command itself.
      System.setProperty(QuietLogs.PROPERTY, "true");
    }
    System.exit(Commands.line(Surroundings.ofThisProcess()).execute(words));
  }
}
