package io.ringrift.dataplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.embedded.registry.DevelopmentRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that can't work says why in one line, and leaves nothing behind. */
class StartFailuresIT {
  @TempDir Path folder;

  @Test
  void portInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      EmbeddedBroker.Options options = EmbeddedBroker.Options.in(folder).withPort(port);

      assertThatThrownBy(() -> EmbeddedBroker.start(options))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + port + " of the broker is in use");
    }
  }

  @Test
  void folderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("a-file"));

    assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Options.in(file)))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("data folder", file.toString(), "can't be written");
  }

  @Test
  void secondBrokerOnTheSameFolderIsRefused() {
    try (EmbeddedBroker first = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Options.in(folder)))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("in use by another broker");
      assertThat(first.port()).isPositive();
    }
  }

  @Test
  void unreachableBrokerIsNamedByTheRegistry() {
    DevelopmentRegistry.Options options =
        DevelopmentRegistry.Options.on("127.0.0.1:" + Ports.free())
            .withPatience(Duration.ofSeconds(1));

    assertThatThrownBy(() -> DevelopmentRegistry.start(options))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("registry can't use the broker at", options.bootstrapServers());
  }

  @Test
  void processPrintsOneLineAndExitsWithOne() throws IOException {
    Path file = Files.createFile(folder.resolve("a-file"));

    try (ChildProcess process = brokerMain("--data", file.toString(), "--port", "0")) {
      awaitEnd(process);

      assertThat(process.exitCode()).hasValue(1);
      assertThat(process.lastLines(20))
          .singleElement()
          .asString()
          .contains("data folder", "can't be written");
    }
  }

  @Test
  void registryPortInUseEndsTheBrokerToo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ChildProcess process =
            brokerMain(
                "--data",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--registry-port",
                Integer.toString(taken.getLocalPort()))) {
      awaitEnd(process);

      assertThat(process.exitCode()).hasValue(1);
      assertThat(process.lastLines(1).get(0))
          .contains("port " + taken.getLocalPort() + " of the registry is in use");
    }
  }

  @Test
  void wrongArgumentsPrintTheUsageAndExitWithTwo() {
    try (ChildProcess process = brokerMain("--nonsense")) {
      awaitEnd(process);

      assertThat(process.exitCode()).hasValue(2);
      assertThat(process.lastLines(20)).contains("unknown argument --nonsense");
    }
  }

  private ChildProcess brokerMain(String... arguments) {
    JavaCommand command =
        JavaCommand.of(BrokerMain.class)
            .withJvmOptions(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"))
            .withArguments(List.of(arguments));
    return ChildProcess.start(
        ChildProcess.Spec.java("broker", command, folder.resolve("broker.log")));
  }

  private static void awaitEnd(ChildProcess process) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
  }
}
