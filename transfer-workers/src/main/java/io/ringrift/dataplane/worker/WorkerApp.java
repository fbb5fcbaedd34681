package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.config.ProcessArguments;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transfer worker as a process.
 *
 * <pre>
 * WorkerApp [--config FILE] [--KEY VALUE]... [--verbose]
 * </pre>
 *
 * <p>Prints one line {@code READY worker=ID status=URL pid=PID} once it takes work. SIGTERM ends it
 * in order: no new work, running transfers up to {@code worker.drain.ms}, the rest handed back.
 * Exit code 2 for settings that can't be used, 1 for a start that failed, each told in a line.
 */
public final class WorkerApp {
  private static final Logger log = LoggerFactory.getLogger(WorkerApp.class);

  private WorkerApp() {}

  public static void main(String[] words) {
    int code = run(words, System.getenv(), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(
      String[] words, Map<String, String> environment, PrintStream out, PrintStream err) {
    ProcessArguments arguments;
    WorkerSettings settings;
    try {
      arguments = ProcessArguments.parse(words);
      settings =
          WorkerSettings.of(
              Settings.load(
                  WorkerSettings.definition(),
                  arguments.config().orElse(null),
                  environment,
                  arguments.settings()));
    } catch (SettingsException e) {
      e.faults().forEach(fault -> err.println("worker: " + fault));
      return 2;
    } catch (IllegalArgumentException e) {
      err.println("worker: " + e.getMessage());
      return 2;
    }
    try {
      serve(settings, out);
      return 0;
    } catch (IOException | KafkaException e) {
      err.println("worker " + settings.id() + " can't start: " + e.getMessage());
      if (arguments.verbose()) {
        e.printStackTrace(err);
      }
      return 1;
    }
  }

  private static void serve(WorkerSettings settings, PrintStream out) throws IOException {
    WorkerModule module = new WorkerModule(settings);
    module.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(settings, module), "shutdown"));
    out.println(
        "READY worker=%s status=%s pid=%d"
            .formatted(settings.id(), module.statusUrl(), ProcessHandle.current().pid()));
    out.flush();
    stayUntilExit();
  }

  private static void stop(WorkerSettings settings, WorkerModule module) {
    log.info(
        "Worker {} stops: no new work, {} s for what runs",
        settings.id(),
        settings.drain().toSeconds());
    try {
      module.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A main that returned would race with the exit code of the signal and could turn it to 0. */
  private static void stayUntilExit() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
