package io.ringrift.dataplane.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane} without a command: shows the help. */
@Command(
    name = "dataplane",
    versionProvider = Versions.class,
    header = "Knows where a cluster's training data is, moves it, proves it arrived.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Try it:",
      "  ./dataplane demo                  the life of an NPZ file, from start to proof",
      "  ./dataplane up                    the whole system on this machine, until Ctrl-C",
      "  ./dataplane emit TRAINING_STARTED --config-key hex8_2p --node gpu-1",
      "",
      "Exit codes: 0 done, or it is so; 1 what was asked about isn't there or isn't so; 2 the command"
          + " line or a setting is wrong; 3 something needed can't be reached or started.",
      "Settings: flags, then DATAPLANE_* variables (DATAPLANE_QUERY_URL is query.url), then"
          + " --config-file, then the addresses of the stack that runs on this machine."
    })
final class RootCommand implements Callable<Integer> {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of the project, of Kafka's clients and of Java.")
  private boolean version;

  @Mixin CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
