package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.local.demo.Demo;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane demo}: the life of an NPZ file, and the proof. */
@Command(
    name = "demo",
    header = "Show the life of an NPZ file on the whole system, and prove that it arrived.",
    description =
        "Starts everything on this machine, makes files, publishes events, follows what happens and"
            + " checks the end from outside. Exit code 0 only if every claim held.",
    footer = {"", "Examples:", "  ./dataplane demo", "  ./dataplane demo --stay"})
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Emptied at the start (default: .dataplane/demo).")
  private Path folder;

  @Option(names = "--stay", description = "Keep the system running after the proof, until Ctrl-C.")
  private boolean stay;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (common.configFile() != null) {
      throw Failure.usage("demo takes no --config-file, so that it is the same everywhere: try up");
    }
    Path chosen = folder == null ? surroundings.folder().resolve("demo") : folder;
    Path shared = Addresses.file(surroundings.folder());
    // A stack that runs keeps the shared file; the demo's own addresses then lie in its folder.
    Path file = Addresses.ofRunningStack(shared).isPresent() ? Addresses.file(chosen) : shared;
    Output output = common.output(spec.commandLine().getOut());
    try (CtrlC ctrlC = CtrlC.install()) {
      return run(new Demo(StackPlan.in(chosen), file, output, surroundings.clock()), output, ctrlC);
    }
  }

  private int run(Demo demo, Output output, CtrlC ctrlC) {
    try {
      return demo.run(() -> afterwards(output, ctrlC));
    } catch (RuntimeException e) {
      if (ctrlC.isAsked()) {
        output.line("ended before the proof");
        return Failure.NOT_SO;
      }
      throw e instanceof StartupException ? Failure.unreachable(e.getMessage(), e) : e;
    }
  }

  private void afterwards(Output output, CtrlC ctrlC) {
    if (!stay) {
      return;
    }
    output.line("The system stays up until Ctrl-C: try ./dataplane ops in another terminal.");
    while (!ctrlC.awaitAsked(Duration.ofMinutes(1))) {
      // Nothing to do; the processes work.
    }
  }
}
