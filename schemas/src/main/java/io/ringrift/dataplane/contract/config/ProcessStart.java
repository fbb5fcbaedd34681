package io.ringrift.dataplane.contract.config;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How a process starts whose command line is {@link ProcessArguments}: what is wrong is told in a
 * line each, with exit code 2 for settings that can't be used and 1 for a start that failed.
 *
 * @param name before each line about the settings
 * @param read makes of the settings what the process needs; checks across settings are its own
 * @param title who it is that can't start
 */
public record ProcessStart<C>(
    String name,
    ConfigDef definition,
    Function<Settings, C> read,
    Function<C, String> title,
    Service<C> service) {

  /** What the process does until it is ended. */
  @FunctionalInterface
  public interface Service<C> {
    void run(Settings settings, C config, PrintStream out) throws IOException;
  }

  /** Ends the process only when it failed: else threads may still be at work. */
  public void main(String[] words) {
    int code = run(words, System.getenv(), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  int run(String[] words, Map<String, String> environment, PrintStream out, PrintStream err) {
    ProcessArguments arguments;
    Settings settings;
    C config;
    try {
      arguments = ProcessArguments.parse(words);
      settings =
          Settings.load(
              definition, arguments.config().orElse(null), environment, arguments.settings());
      config = read.apply(settings);
    } catch (SettingsException e) {
      e.faults().forEach(fault -> err.println(name + ": " + fault));
      return 2;
    } catch (IllegalArgumentException e) {
      err.println(name + ": " + e.getMessage());
      return 2;
    }
    try {
      service.run(settings, config, out);
      return 0;
    } catch (IOException | KafkaException e) {
      err.println(title.apply(config) + " can't start: " + e.getMessage());
      if (arguments.verbose()) {
        e.printStackTrace(err);
      }
      return 1;
    }
  }

  /** A main that returned would race with the exit code of the signal and could turn it to 0. */
  public static void stayUntilExit() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
