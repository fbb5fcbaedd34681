package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Output;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (default: table).")
  private Output.Format format;

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description = "Settings, one properties file for all processes.")
  private Path configFile;

  @Option(names = "--verbose", description = "Show stack traces and the clients' logs.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  Output output(PrintWriter out) {
    return new Output(out, format);
  }

  /** Null: none given. */
  Path configFile() {
    return configFile;
  }
}
