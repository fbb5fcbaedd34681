package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.output.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastCommandsTest {

  @TempDir Path home;

  @Test
  void saysThatAVerificationCouldNotBeDoneByExitCodeTwo() {
    Terminal.Answer answer =
        terminal().run("replay", "--verify", "--bootstrap-servers", "127.0.0.1:1");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("no broker answers at 127.0.0.1:1");
  }

  @Test
  void refusesTimesThatAreNone() {
    for (String[] words :
        new String[][] {
          {"where", "npz/a/b.npz", "--at", "yesterday"},
          {"ls", "--at", "yesterday"},
          {"history", "npz/a/b.npz", "--from", "yesterday"},
          {"diff", "--from", "yesterday"}
        }) {
      Terminal.Answer answer = terminal().run(words);

      assertThat(answer.exitCode()).isEqualTo(Failure.USAGE);
      assertThat(answer.err()).contains("is 'yesterday', allowed: a time such as");
    }
  }

  @Test
  void refusesADifferenceThatEndsBeforeItBegins() {
    Terminal.Answer answer =
        terminal().run("diff", "--from", "2026-11-20T10:00Z", "--to", "2026-11-20T09:00Z");

    assertThat(answer.exitCode()).isEqualTo(Failure.USAGE);
    assertThat(answer.err()).contains("--to is 2026-11-20T09:00Z, allowed: not before --from");
  }

  private Terminal terminal() {
    return new Terminal(home, Map.of());
  }
}
