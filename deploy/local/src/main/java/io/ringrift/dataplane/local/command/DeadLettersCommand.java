package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane dead-letters}: records that could not be used. */
@Command(
    name = "dead-letters",
    header = "Look at records that could not be used; publish them again after a fix.",
    synopsisSubcommandLabel = "(ls | show | redrive)",
    footer = {
      "",
      "Examples:",
      "  ./dataplane dead-letters ls",
      "  ./dataplane dead-letters show 1@42",
      "  ./dataplane dead-letters redrive 1@42"
    })
final class DeadLettersCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return Failure.OK;
  }
}
