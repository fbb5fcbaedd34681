package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.settings.Surroundings;
import picocli.CommandLine;

/** The registry of commands: a new one is a class and a line here. */
public final class Commands {
  private static final int WIDTH = 100;

  private Commands() {}

  /** The whole command line, ready to execute. */
  public static CommandLine line(Surroundings surroundings) {
    CommandLine line =
        new CommandLine(new RootCommand())
            .addSubcommand(new EmitCommand(surroundings))
            .addSubcommand(new SignalsCommand(surroundings));
    line.getSubcommands()
        .get("emit")
        .getCommandSpec()
        .usageMessage()
        .footer(EventHelp.lines(new EventCatalogue()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(WIDTH);
    line.setParameterExceptionHandler(Mistakes::usage);
    line.setExecutionExceptionHandler(Mistakes::failed);
    return line;
  }
}
