package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.config.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application as a process: arguments, ready line, signals, exit codes. */
final class AppMain {

  private static final Logger log = LoggerFactory.getLogger(AppMain.class);

  private AppMain() {}

  /** Runs until a signal or an error ends it; gives the exit code. */
  static int run(String[] words, PrintStream out, PrintStream err) {
    AppArguments arguments;
    try {
      arguments = AppArguments.parse(words);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(AppArguments.USAGE);
      return StartupException.SETTINGS;
    }
    try {
      return serve(arguments, out);
    } catch (SettingsException e) {
      e.faults().forEach(err::println);
      return StartupException.SETTINGS;
    } catch (StartupException e) {
      err.println(e.getMessage());
      if (arguments.verbose()) {
        e.printStackTrace(err);
      }
      return e.exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int serve(AppArguments arguments, PrintStream out) throws InterruptedException {
    if (arguments.withParent()) {
      endWithParent();
    }
    DataPlaneApp app =
        DataPlaneApp.start(
            DataPlaneSettings.load(arguments.config(), System.getenv(), arguments.settings()));
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "shutdown"));
    Thread ready =
        new Thread(
            () -> {
              try {
                app.awaitRunning();
                out.println(
                    "READY query=" + app.queryUrl() + " pid=" + ProcessHandle.current().pid());
                out.flush();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "ready");
    ready.setDaemon(true);
    ready.start();
    app.awaitEnd();
    return 1;
  }

  /**
   * The parent holds the other end of standard input; it closes with the parent, even by kill -9.
   */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever said on it.
                }
              } catch (IOException e) {
                log.debug("Standard input ended", e);
              }
              System.exit(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
