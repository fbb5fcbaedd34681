package io.ringrift.dataplane.local.bench;

import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that measures something, tells how far it is, and prints a {@link BenchReport}. */
public abstract class Bench implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (default: table).")
  private Output.Format format;

  @Spec private CommandSpec spec;

  private final Surroundings surroundings;

  protected Bench(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A folder of its own, to be closed. */
  protected final Scratch scratch(String name) throws IOException {
    return Scratch.in(surroundings, name);
  }

  /** A line for people, who wait for minutes; programs get nothing but the report. */
  protected final void say(String what) {
    if (!output().isJson()) {
      output().line("... " + what);
    }
  }

  protected final void print(BenchReport report) {
    report.print(output(), surroundings.home());
  }

  protected final Surroundings surroundings() {
    return surroundings;
  }

  protected final Output output() {
    return new Output(spec.commandLine().getOut(), format);
  }

  /** What is wrong with an option. */
  protected final ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
