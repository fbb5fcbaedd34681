package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.bench.Benches;
import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.output.Screen;
import io.ringrift.dataplane.local.settings.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The registry of commands: a new one is a class and a line here. */
public final class Commands {
  /** Lines longer than that are hard to read; shorter ones break the examples. */
  static final int MOST_WIDTH = 100;

  private static final int LEAST_WIDTH = 80;

  private Commands() {}

  /** The whole command line, ready to execute. */
  public static CommandLine line(Surroundings surroundings) {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(demo(surroundings));
    line.addSubcommand(new UpCommand(surroundings));
    line.addSubcommand(emit(surroundings));
    line.addSubcommand(new SignalsCommand(surroundings));
    line.addSubcommand(new WhereCommand(surroundings));
    line.addSubcommand(new LsCommand(surroundings));
    line.addSubcommand(
        new CommandLine(new NodesCommand(surroundings))
            .addSubcommand(new NodesCheckCommand(surroundings)));
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
    line.setUsageHelpWidth(width(surroundings.screen()));
    line.setExecutionStrategy(new Execution(surroundings.screen()));
    line.setParameterExceptionHandler(Mistakes::usage);
    line.setExecutionExceptionHandler(Mistakes::failed);
    return line;
  }

  private static int width(Screen screen) {
    return screen.out()
        ? Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, screen.columnsOr(MOST_WIDTH)))
        : MOST_WIDTH;
  }

  /** What it refuses, with a word on why, isn't in its help. */
  private static CommandLine demo(Surroundings surroundings) {
    CommandLine demo = new CommandLine(new DemoCommand(surroundings));
    OptionSpec refused = demo.getCommandSpec().findOption("--config-file");
    demo.getCommandSpec().remove(refused);
    demo.getCommandSpec().addOption(OptionSpec.builder(refused).hidden(true).build());
    return demo;
  }

  private static CommandLine emit(Surroundings surroundings) {
    CommandLine emit = new CommandLine(new EmitCommand(surroundings));
    // Made when it is shown: the other commands start without reading the contract's schemas.
    emit.getHelpSectionMap()
        .put(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
            help ->
                String.join(
                        "\n",
                        EventHelp.lines(
                            new EventCatalogue(), help.commandSpec().usageMessage().width()))
                    + "\n");
    return emit;
  }

  private static CommandLine bench(Surroundings surroundings) {
    CommandLine bench = new CommandLine(new BenchCommand());
    Benches.commands(surroundings).forEach(bench::addSubcommand);
    return bench;
  }
}
