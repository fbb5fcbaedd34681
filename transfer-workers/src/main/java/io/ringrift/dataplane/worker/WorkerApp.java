package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.config.ProcessStart;
import java.io.IOException;
import java.io.PrintStream;
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
    new ProcessStart<>(
            "worker",
            WorkerSettings.definition(),
            WorkerSettings::of,
            settings -> "worker " + settings.id(),
            (all, settings, out) -> serve(settings, out))
        .main(words);
  }

  private static void serve(WorkerSettings settings, PrintStream out) throws IOException {
    WorkerModule module = new WorkerModule(settings);
    module.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(settings, module), "shutdown"));
    out.println(
        "READY worker=%s status=%s pid=%d"
            .formatted(settings.id(), module.statusUrl(), ProcessHandle.current().pid()));
    out.flush();
    ProcessStart.stayUntilExit();
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
}
