package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane bench}: lists the benches. */
@Command(
    name = "bench",
    header = "Measure the system on this machine.",
    description =
        "Each prints a table and, as its last line, one JSON object with the commit and the Java"
            + " version.",
    synopsisSubcommandLabel = "BENCH",
    footer = {"", "Example:", "  ./dataplane bench topology"})
final class BenchCommand implements Callable<Integer> {
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
