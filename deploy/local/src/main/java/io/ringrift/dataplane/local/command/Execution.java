package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Screen;
import io.ringrift.dataplane.local.output.Waiting;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs every command: here a person at a terminal is told what a slow one waits for. */
final class Execution implements IExecutionStrategy {
  private final Screen screen;

  Execution(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int execute(ParseResult parsed) {
    List<CommandLine> named = parsed.asCommandLineList();
    Object chosen = named.get(named.size() - 1).getCommand();
    return screen.err() && chosen instanceof ClientCommand command && !command.output().isJson()
        ? patiently(command, parsed, named.get(0))
        : new RunLast().execute(parsed);
  }

  private int patiently(ClientCommand command, ParseResult parsed, CommandLine root) {
    PrintWriter out = root.getOut();
    PrintWriter err = root.getErr();
    try (Waiting waiting = Waiting.show(command::doing, err, screen)) {
      // Standard output that goes elsewhere leaves the line alone: it isn't seen between.
      root.setOut(screen.out() ? waiting.heard(out) : out);
      root.setErr(waiting.heard(err));
      return new RunLast().execute(parsed);
    } finally {
      root.setOut(out);
      root.setErr(err);
    }
  }
}
