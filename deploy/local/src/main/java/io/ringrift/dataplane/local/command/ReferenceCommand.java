package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code dataplane reference > docs/reference/cli.md}: the help of all commands as one page. A test
 * keeps the page equal to it.
 */
@Command(name = "reference", hidden = true, header = "Print the reference page of all commands.")
final class ReferenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    // The page is the same whatever terminal it is written from.
    spec.root().commandLine().setUsageHelpWidth(Commands.MOST_WIDTH);
    spec.commandLine().getOut().print(page(spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return Failure.OK;
  }

  static String page(CommandLine root) {
    List<String> lines = new ArrayList<>();
    lines.add("# The dataplane command");
    lines.add("");
    lines.add("Written by `./dataplane reference > docs/reference/cli.md`; a test keeps it true.");
    section(root, lines);
    return String.join("\n", lines) + "\n";
  }

  private static void section(CommandLine command, List<String> lines) {
    lines.add("");
    lines.add("## " + command.getCommandSpec().qualifiedName());
    lines.add("");
    lines.add("```text");
    command.getUsageMessage(Ansi.OFF).lines().map(String::stripTrailing).forEach(lines::add);
    lines.add("```");
    command.getSubcommands().values().stream()
        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
        .forEach(sub -> section(sub, lines));
  }
}
