package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.embedded.process.Ports;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersCommandTest {
  @TempDir private static Path home;

  @Test
  void refusesOptionsThatSayTwoThingsOrNone() {
    assertThat(error("redrive")).contains("no ID is given, nor --all");
    assertThat(error("redrive", "1@2", "--all")).contains("both IDs and --all are given");
    assertThat(error("redrive", "1@2", "--error", "x")).contains("choose among --all");
    assertThat(error("redrive", "1@2", "1@3", "--value", "f")).contains("--value repairs one");
    assertThat(error("ls", "--limit", "0")).contains("--limit is 0, allowed: 1 or more");
  }

  @Test
  void saysThatNoBrokerAnswers() {
    Terminal.Answer answer =
        new Terminal(home, Map.of())
            .run("dead-letters", "ls", "--bootstrap-servers", "127.0.0.1:" + Ports.free());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains("no broker answers at 127.0.0.1:");
  }

  private static String error(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "dead-letters";
    System.arraycopy(words, 0, all, 1, words.length);
    Terminal.Answer answer = new Terminal(home, Map.of()).run(all);
    assertThat(answer.exitCode()).isEqualTo(2);
    return answer.err();
  }
}
