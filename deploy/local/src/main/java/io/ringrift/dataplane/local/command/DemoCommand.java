package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.local.demo.Demo;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.nio.file.Path;
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
    footer = {"", "Example:", "  ./dataplane demo"})
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Emptied at the start (default: .dataplane/demo).")
  private Path folder;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path chosen = folder == null ? surroundings.folder().resolve("demo") : folder;
    Path shared = Addresses.file(surroundings.folder());
    // A stack that runs keeps the shared file; the demo's own addresses then lie in its folder.
    Path file = Addresses.ofRunningStack(shared).isPresent() ? Addresses.file(chosen) : shared;
    try {
      return new Demo(StackPlan.in(chosen), file, spec.commandLine().getOut(), surroundings.clock())
          .run();
    } catch (StartupException e) {
      throw Failure.unreachable(e.getMessage(), e);
    }
  }
}
