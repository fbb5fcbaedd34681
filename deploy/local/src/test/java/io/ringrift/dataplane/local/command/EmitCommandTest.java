package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.embedded.process.Ports;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitCommandTest {
  @TempDir private static Path home;

  private final Terminal terminal = new Terminal(home, Map.of());

  @Test
  void printsTheEventWithoutPublishingItWhenDry() {
    Terminal.Answer answer =
        terminal.run(
            "emit",
            "TRAINING_STARTED",
            "--config-key",
            "hex8_2p",
            "--node",
            "gpu-1",
            "--set",
            "job_id=j-7",
            "--event-id",
            "e-1",
            "--dry-run");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("\"event_id\" : \"e-1\"")
        .contains("\"occurred_at\" : \"2026-11-24T08:00:00.000Z\"")
        .contains("\"type\" : \"TRAINING_STARTED\"")
        .contains("\"node_id\" : \"gpu-1\"")
        .contains("\"job_id\" : \"j-7\"");
  }

  @Test
  void refusesUnknownEventAndSaysWhichIsNear() {
    Terminal.Answer answer = terminal.run("emit", "TRAINING_STARTD", "--config-key", "hex8_2p");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains("EVENT is \"TRAINING_STARTD\", allowed: TRAINING_STARTED,")
        .contains("did you mean TRAINING_STARTED?");
  }

  @Test
  void refusesFieldsThatTheEventDoesNotHave() {
    Terminal.Answer answer =
        terminal.run("emit", "HOST_OFFLINE", "--node", "gpu-1", "--set", "colour=red");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("HOST_OFFLINE: no field colour; its fields: node_id, reason");
  }

  @Test
  void saysThatNoBrokerAnswersAndWhatToDo() {
    String address = "127.0.0.1:" + Ports.free();

    Terminal.Answer answer =
        terminal.run("emit", "HOST_OFFLINE", "--node", "gpu-1", "--bootstrap-servers", address);

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err())
        .contains("no broker answers at " + address)
        .contains("next: start the stack with ./dataplane up")
        .doesNotContain("\tat ");
  }

  @Test
  void showsTheStackTraceWhenAskedTo() {
    Terminal.Answer answer =
        terminal.run(
            "emit",
            "HOST_OFFLINE",
            "--node",
            "gpu-1",
            "--bootstrap-servers",
            "127.0.0.1:" + Ports.free(),
            "--verbose");

    assertThat(answer.err()).contains("\tat ");
  }

  @Test
  void refusesAddressesThatAreNone() {
    Terminal.Answer answer =
        terminal.run("emit", "HOST_OFFLINE", "--node", "gpu-1", "--bootstrap-servers", "localhost");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("bootstrap.servers is \"localhost\", allowed: host:port");
  }
}
