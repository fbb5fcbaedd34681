package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane topics}: the topics of the catalogue. */
@Command(
    name = "topics",
    header = "Make the topics, or compare them with the catalogue.",
    synopsisSubcommandLabel = "(create | ls)",
    footer = {"", "Examples:", "  ./dataplane topics create", "  ./dataplane topics ls"})
final class TopicsCommand implements Callable<Integer> {
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
