package io.ringrift.dataplane.local;

import io.ringrift.dataplane.local.command.Commands;
import io.ringrift.dataplane.local.settings.Surroundings;

/** The {@code dataplane} command. */
public final class Dataplane {

  private Dataplane() {}

  public static void main(String... words) {
    System.exit(Commands.line(Surroundings.ofThisProcess()).execute(words));
  }
}
