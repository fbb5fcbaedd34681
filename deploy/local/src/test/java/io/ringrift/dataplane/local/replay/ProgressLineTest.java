package io.ringrift.dataplane.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void showsShareRateAndTimeLeft() {
    assertThat(
            ProgressLine.text(
                new ReplayProgress.Phase("history", 5_000_000), 2_500_000, Duration.ofSeconds(10)))
        .isEqualTo(
            "history [############............]  50 %  2,500,000 of 5,000,000, 250,000/s, 10.0 s"
                + " left");
  }

  @Test
  void saysOnlyWhatItDoesWhileTheEndIsNotKnown() {
    assertThat(
            ProgressLine.text(
                new ReplayProgress.Phase("waiting for the live application", 0),
                0,
                Duration.ofSeconds(10)))
        .isEqualTo("waiting for the live application");
  }
}
