package io.ringrift.dataplane.local.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final String WORDS = "waiting for the brokers at b:9092 ...";
  private static final String CLEARED = "\r" + " ".repeat(WORDS.length()) + "\r";

  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @Test
  void saysWhatIsWaitedForAndTakesItAwayBeforeTheAnswer() {
    try (Waiting waiting = waiting(Duration.ofMillis(20))) {
      await().until(() -> err.toString().contains(WORDS));
      PrintWriter heard = waiting.heard(new PrintWriter(out));
      heard.println("the answer");

      assertThat(out.toString()).isEqualTo("the answer" + System.lineSeparator());
      assertThat(err.toString()).startsWith("\r" + WORDS).contains(CLEARED);
    }
    assertThat(err.toString()).endsWith(CLEARED);
  }

  @Test
  void saysNothingToOneWhoNeedsNotWait() {
    try (Waiting waiting = waiting(Duration.ofHours(1))) {
      waiting.heard(new PrintWriter(out)).println("the answer");
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void keepsToOneLineOfTheTerminal() {
    LiveLine line = new LiveLine(new PrintWriter(err), 10);
    line.show("waiting for the brokers");

    assertThat(err.toString()).isEqualTo("\rwaiting f");
  }

  private Waiting waiting(Duration silence) {
    return new Waiting(
        () -> "waiting for the brokers at b:9092", new LiveLine(new PrintWriter(err), 80), silence);
  }
}
