package io.ringrift.dataplane.local.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnitsTest {

  @Test
  void writesSizesInTheLargestUnitThatFits() {
    assertThat(Units.bytes(0)).isEqualTo("0 B");
    assertThat(Units.bytes(1023)).isEqualTo("1023 B");
    assertThat(Units.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Units.bytes(64L << 20)).isEqualTo("64.0 MiB");
    assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("8192.0 PiB");
  }

  @Test
  void writesDurationsInTwoUnitsAtMost() {
    assertThat(Units.duration(Duration.ofMillis(340))).isEqualTo("340 ms");
    assertThat(Units.duration(Duration.ofMillis(2_400))).isEqualTo("2.4 s");
    assertThat(Units.duration(Duration.ofSeconds(190))).isEqualTo("3 min 10 s");
    assertThat(Units.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Units.duration(Duration.ofHours(97))).isEqualTo("4 d 1 h");
  }

  @Test
  void takesTimesOfClocksThatRunAheadAsNow() {
    Instant now = Instant.parse("2026-11-24T08:00:00Z");

    assertThat(Units.ago(now.plusSeconds(3), () -> now)).isEqualTo("0 ms ago");
    assertThat(Units.ago(now.minusSeconds(3), () -> now)).isEqualTo("3.0 s ago");
  }
}
