package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataplane up}: the whole system until Ctrl-C. */
@Command(
    name = "up",
    header = "Run the whole system on this machine until Ctrl-C.",
    description =
        "Broker and registry (development only), streams-app, two workers, and agents for gpu-1,"
            + " gpu-2, gpu-3 and owc, each a process. Data is kept; the next start goes on with it."
            + " Each process reads the file of --config-file; addresses, ports, folders and keys are"
            + " the stack's own.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane up",
      "  ./dataplane up --folder /data/dataplane --workers 3",
      "  ./dataplane up --nodes deploy/nodes/ringrift.yaml",
      "  ./dataplane up --config-file tls.properties"
    })
final class UpCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where data and logs are kept (default: .dataplane/up).")
  private Path folder;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Transfer workers (default: 2).")
  private int workers;

  @Option(
      names = "--nodes",
      paramLabel = "FILE",
      description =
          "Node file (docs/reference/nodes.md). Its other nodes are listed and wait for agents.")
  private Path nodes;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  UpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (workers < 0) {
      throw Failure.usage("--workers is " + workers + ", allowed: 0 or more");
    }
    Output output = common.output(spec.commandLine().getOut());
    Path file = Addresses.file(surroundings.folder());
    StackPlan plan =
        StackPlan.in(folder == null ? surroundings.folder().resolve("up") : folder)
            .withWorkers(workers);
    if (nodes != null) {
      plan = plan.withSetting("nodes.file", checked(nodes).toString());
    }
    if (common.configFile() != null) {
      plan = plan.withConfigFile(readable(common.configFile()));
    }
    try (CtrlC ctrlC = CtrlC.install()) {
      return run(plan, file, output, ctrlC);
    }
  }

  private static Path readable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw Failure.usage("--config-file " + file + " is no file that can be read");
    }
    return file;
  }

  private static Path checked(Path file) {
    List<String> faults = NodesCheckCommand.read(file, "--nodes").faults();
    if (!faults.isEmpty()) {
      throw Failure.usage("--nodes " + file + ":\n" + String.join("\n", faults));
    }
    return file.toAbsolutePath();
  }

  private static int run(StackPlan plan, Path file, Output output, CtrlC ctrlC) {
    try (Stack stack = Stack.start(plan, (part, news) -> output.line(part + ": " + news))) {
      stack.addresses().writeTo(file);
      describe(stack, output);
      watch(stack, ctrlC, output);
      output.line("ending all processes; data stays in " + plan.folder());
      return Failure.OK;
    } catch (RuntimeException e) {
      if (ctrlC.isAsked()) {
        output.line("ended before everything was ready; data stays in " + plan.folder());
        return Failure.OK;
      }
      throw e instanceof StartupException ? Failure.unreachable(e.getMessage(), e) : e;
    } finally {
      Addresses.removeOwn(file);
    }
  }

  private static void watch(Stack stack, CtrlC ctrlC, Output output) {
    Set<String> gone = new HashSet<>();
    while (!ctrlC.awaitAsked(Duration.ofSeconds(1))) {
      for (String name : stack.names()) {
        if (!stack.isAlive(name) && gone.add(name)) {
          output.line(
              name
                  + " has ended; the others go on. Log: "
                  + stack.plan().run().resolve(name + ".log"));
        }
      }
    }
  }

  private static void describe(Stack stack, Output output) {
    output.line("");
    Table table = Table.of("WHAT", "WHERE");
    stack.addresses().settings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(setting -> table.row(setting.getKey(), setting.getValue()));
    table.row("data and logs", stack.plan().folder());
    output.table(table);
    output.line("");
    output.line("Try in another terminal:");
    output.line("  ./dataplane nodes");
    output.line("  ./dataplane emit TRAINING_STARTED --config-key hex8_2p --node gpu-1");
    output.line("  ./dataplane signals --follow");
    output.line("  ./dataplane ops");
    output.line("Put NPZ files below " + stack.plan().dataOf("gpu-2").resolve("npz/hex8_2p"));
    output.line("");
    output.line("Ctrl-C ends it; data is kept.");
  }
}
