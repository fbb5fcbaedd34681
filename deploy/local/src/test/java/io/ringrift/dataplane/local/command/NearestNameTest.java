package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("TRAINING_STARTED", "DATA_NEEDED", "DATA_STALE");

  @Test
  void findsWhatWasMeantByAMisspeltName() {
    assertThat(NearestName.of("TRAINING_STARTD", KNOWN)).contains("TRAINING_STARTED");
    assertThat(NearestName.of("data-neded", KNOWN)).contains("DATA_NEEDED");
  }

  @Test
  void guessesNothingWhenNothingIsNear() {
    assertThat(NearestName.of("HELLO", KNOWN)).isEmpty();
  }

  @Test
  void countsChangedAddedAndMissingLetters() {
    assertThat(NearestName.distance("KITTEN", "SITTING")).isEqualTo(3);
    assertThat(NearestName.distance("", "ABC")).isEqualTo(3);
    assertThat(NearestName.distance("ABC", "ABC")).isZero();
  }
}
