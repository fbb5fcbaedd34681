package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.local.settings.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * A command that becomes one of the system's processes and runs until it is ended. Without a
 * settings file it joins the stack that runs on this machine.
 */
abstract class ProcessCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description = "Settings, one properties file for all processes.")
  private Path configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting; may be repeated. See docs/reference.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  ProcessCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs until the process is ended. */
  abstract void run(Path file, Map<String, String> flags, boolean showStackTraces);

  /** The words of a process that takes its settings as {@code --key=value}. */
  static String[] words(Path file, Map<String, String> flags, boolean showStackTraces) {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--config", file.toString()));
    }
    if (showStackTraces) {
      words.add("--verbose");
    }
    flags.forEach((key, value) -> words.add("--" + key + "=" + value));
    return words.toArray(String[]::new);
  }

  @Override
  public final Integer call() {
    Map<String, String> flags = new TreeMap<>();
    if (configFile == null) {
      Addresses.ofRunningStack(Addresses.file(surroundings.folder()))
          .ifPresent(stack -> flags.putAll(stack.settings()));
      flags.keySet().removeIf(key -> surroundings.environment().containsKey(Variables.of(key)));
    }
    flags.putAll(settings);
    run(configFile, flags, verbose);
    return Failure.OK;
  }
}
