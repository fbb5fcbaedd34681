package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.bench.Benches;
import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.settings.Surroundings;
import picocli.CommandLine;

/** The registry of commands: a new one is a class and a line here. */
public final class Commands {
  private static final int WIDTH = 100;

  private Commands() {}

  /** The whole command line, ready to execute. */
  public static CommandLine line(Surroundings surroundings) {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(new DemoCommand(surroundings));
    line.addSubcommand(new UpCommand(surroundings));
    line.addSubcommand(emit(surroundings));
    line.addSubcommand(new SignalsCommand(surroundings));
    line.addSubcommand(new WhereCommand(surroundings));
    line.addSubcommand(new LsCommand(surroundings));
    line.addSubcommand(
        new CommandLine(new NodesCommand(surroundings)).addSubcommand(new NodesCheckCommand()));
    line.addSubcommand(
        new CommandLine(new OpsCommand(surroundings))
            .addSubcommand(new OpsShowCommand(surroundings)));
    line.addSubcommand(new ExplainCommand(surroundings));
    line.addSubcommand(new HistoryCommand(surroundings));
    line.addSubcommand(new DiffCommand(surroundings));
    line.addSubcommand(new EvictCommand(surroundings));
    line.addSubcommand(new ReplayCommand(surroundings));
    line.addSubcommand(new BaselineCommand(surroundings));
    line.addSubcommand(new ResetCommand(surroundings));
    line.addSubcommand(new NeedsCommand(surroundings));
    line.addSubcommand(
        new CommandLine(new TopicsCommand())
            .addSubcommand(new TopicsCreateCommand(surroundings))
            .addSubcommand(new TopicsListCommand(surroundings)));
    line.addSubcommand(
        new CommandLine(new DeadLettersCommand())
            .addSubcommand(new DeadLettersListCommand(surroundings))
            .addSubcommand(new DeadLettersShowCommand(surroundings))
            .addSubcommand(new DeadLettersRedriveCommand(surroundings)));
    line.addSubcommand(new ImportCommand(surroundings));
    line.addSubcommand(new DoctorCommand(surroundings));
    line.addSubcommand(bench(surroundings));
    line.addSubcommand(new StreamsCommand(surroundings));
    line.addSubcommand(new WorkerCommand(surroundings));
    line.addSubcommand(new AgentCommand(surroundings));
    line.addSubcommand(new S3ScanCommand(surroundings));
    line.addSubcommand(new BrokerCommand(surroundings));
    line.addSubcommand(new ReferenceCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(WIDTH);
    line.setExecutionStrategy(new Execution(surroundings.screen()));
    line.setParameterExceptionHandler(Mistakes::usage);
    line.setExecutionExceptionHandler(Mistakes::failed);
    return line;
  }

  private static CommandLine emit(Surroundings surroundings) {
    CommandLine emit = new CommandLine(new EmitCommand(surroundings));
    // Made when it is shown: the other commands start without reading the contract's schemas.
    emit.getHelpSectionMap()
        .put(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> String.join("\n", EventHelp.lines(new EventCatalogue())) + "\n");
    return emit;
  }

  private static CommandLine bench(Surroundings surroundings) {
    CommandLine bench = new CommandLine(new BenchCommand());
    Benches.commands(surroundings).forEach(bench::addSubcommand);
    return bench;
  }
}
