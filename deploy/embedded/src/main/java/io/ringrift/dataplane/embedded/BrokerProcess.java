package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.embedded.process.ParentLink;
import io.ringrift.dataplane.embedded.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@link BrokerMain} as a child of this JVM: the broker and registry of {@code dataplane up} and of
 * tests that kill. Ports are chosen once, so that a restart comes back at the same addresses.
 */
public final class BrokerProcess implements AutoCloseable {
  /** The quick compiler alone: a second sooner ready, less memory; lift it for benchmarks. */
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * Where and how the process runs.
   *
   * @param folder the broker's data
   * @param port of the broker, or 0 for a free one
   * @param registryPort of the registry, or 0 for a free one
   * @param log file for its output
   * @param jvmOptions heap and collector
   */
  public record Options(
      Path folder, int port, int registryPort, Path log, List<String> jvmOptions) {
    public Options {
      jvmOptions = List.copyOf(jvmOptions);
    }

    /** Free ports, 256 MiB of heap, data in {@code folder/broker}, log in {@code folder}. */
    public static Options in(Path folder) {
      return new Options(folder.resolve("broker"), 0, 0, folder.resolve("broker.log"), SMALL);
    }

    public Options withPorts(int newPort, int newRegistryPort) {
      return new Options(folder, newPort, newRegistryPort, log, jvmOptions);
    }

    /** Replaces the options for heap and collector. */
    public Options withJvmOptions(List<String> options) {
      return new Options(folder, port, registryPort, log, options);
    }
  }

  private final Options options;
  private ChildProcess process;

  private BrokerProcess(Options options) {
    this.options = options;
    this.process = launch(options);
  }

  /**
   * Starts the process; use {@link #awaitReady} before you connect.
   *
   * @throws io.ringrift.dataplane.embedded.process.StartupException when a port is taken
   */
  public static BrokerProcess start(Options options) {
    return new BrokerProcess(
        options.withPorts(
            Ports.choose(options.port(), "broker"),
            Ports.choose(options.registryPort(), "registry")));
  }

  /**
   * Waits until broker and registry answer.
   *
   * @throws io.ringrift.dataplane.embedded.process.StartupException with the end of the log
   */
  public BrokerProcess awaitReady(Duration timeout) {
    process.awaitReady(timeout);
    return this;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + options.port();
  }

  public String registryUrl() {
    return "http://127.0.0.1:" + options.registryPort();
  }

  /** The process that runs now. */
  public ChildProcess process() {
    return process;
  }

  /** kill -9. */
  public void kill() {
    process.kill();
  }

  /** Starts again on the same folder and ports; a process that still runs is stopped first. */
  public void restart() {
    process.close();
    process = launch(options);
  }

  @Override
  public void close() {
    process.close();
  }

  private static ChildProcess launch(Options options) {
    JavaCommand command =
        JavaCommand.of(BrokerMain.class)
            .withJvmOptions(options.jvmOptions())
            .withArguments(
                List.of(
                    "--data",
                    options.folder().toString(),
                    "--port",
                    Integer.toString(options.port()),
                    "--registry-port",
                    Integer.toString(options.registryPort()),
                    ParentLink.FLAG));
    return ChildProcess.start(ChildProcess.Spec.java("broker", command, options.log()));
  }
}
