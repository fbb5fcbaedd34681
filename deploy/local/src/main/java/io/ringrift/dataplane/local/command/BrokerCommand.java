package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.embedded.BrokerMain;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane broker}: broker and registry, for development. */
@Command(
    name = "broker",
    header = "Run a Kafka broker and a schema registry, for development only.",
    description = "One broker, one copy of everything, no access control, on 127.0.0.1.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane broker",
      "  ./dataplane broker --folder /tmp/broker --port 9092 --registry-port 8081"
    })
final class BrokerCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Its data (default: .dataplane/broker).")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Of the broker; 0: a free one (default: 9092).")
  private int port;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Of the registry; 0: a free one (default: 8081).")
  private int registryPort;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  BrokerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path chosen = folder == null ? surroundings.folder().resolve("broker") : folder;
    BrokerMain.main(
        new String[] {
          "--data", chosen.toString(),
          "--port", Integer.toString(port),
          "--registry-port", Integer.toString(registryPort)
        });
    return Failure.OK;
  }
}
