package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.ParentLink;
import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.embedded.registry.DevelopmentRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker and registry as one process, so that both share one heap.
 *
 * <pre>
 * BrokerMain --data DIR [--port 9092] [--registry-port 8081] [--with-parent]
 * </pre>
 *
 * <p>Prints one line {@code READY broker=HOST:PORT registry=URL pid=PID} when both answer. SIGTERM
 * ends the registry, then the broker. A failed start is one line on standard error and exit code 1;
 * wrong arguments give exit code 2.
 */
public final class BrokerMain {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerMain.class);

  private BrokerMain() {}

  public static void main(String[] words) {
    int code = run(words, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(String[] words, PrintStream out, PrintStream err) {
    BrokerArguments arguments;
    try {
      arguments = BrokerArguments.parse(words);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(BrokerArguments.USAGE);
      return 2;
    }
    try {
      serve(arguments, out);
      return 0;
    } catch (StartupException e) {
      err.println(e.getMessage());
      return 1;
    } catch (RuntimeException e) {
      // Exit all the same: threads of a half-started broker would keep this process alive.
      LOG.error("The broker could not start", e);
      return 1;
    }
  }

  /** Starts both and stays until a signal or the parent ends the process. */
  private static void serve(BrokerArguments arguments, PrintStream out) {
    Path folder = arguments.data();
    EmbeddedBroker broker =
        EmbeddedBroker.start(EmbeddedBroker.Options.in(folder).withPort(arguments.port()));
    DevelopmentRegistry registry;
    try {
      registry =
          DevelopmentRegistry.start(
              DevelopmentRegistry.Options.on(broker.bootstrapServers())
                  .withPort(arguments.registryPort()));
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  registry.close();
                  broker.close();
                },
                "shutdown"));
    if (arguments.withParent()) {
      ParentLink.whenParentEnds(System.in, () -> System.exit(0));
    }
    out.println(
        "READY broker="
            + broker.bootstrapServers()
            + " registry="
            + registry.url()
            + " pid="
            + ProcessHandle.current().pid());
    out.flush();
    stayUntilExit();
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
