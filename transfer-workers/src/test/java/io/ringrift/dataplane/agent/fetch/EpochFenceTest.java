package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fence whose file was damaged, as a full disk did before appends were cut back. */
class EpochFenceTest {
  private static final long NOW = 1_764_530_000_000L;

  @TempDir Path folder;

  /** Two epochs run together, of which one is no number any more; a torn one; none; no item. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "17645300000001764530000001 games/a.db",
        "17641764530000001 games/a.db",
        "11764530000001 games/a.db",
        "1764530000001",
        "1764530000001 ",
        " games/a.db",
        "games/a.db 1764530000001",
        "-1 games/a.db",
        ""
      })
  void aDamagedLineKeepsNobodyFromStartingAndRefusesNothing(String damaged) throws IOException {
    Path file = folder.resolve("epochs");
    Files.writeString(file, NOW + " games/b.db\n" + damaged + "\n" + (NOW + 1) + " games/c.db\n");

    try (EpochFence fence = EpochFence.open(file)) {
      assertThat(fence.pass("games/a.db", NOW + 2)).isEqualTo(NOW + 2);
      assertThat(fence.pass("games/b.db", NOW - 1)).isEqualTo(NOW);
      assertThat(fence.pass("games/c.db", NOW - 1)).isEqualTo(NOW + 1);
    }
    assertThat(file)
        .content()
        .hasLineCount(3)
        .contains(NOW + " games/b.db\n", (NOW + 1) + " games/c.db\n", (NOW + 2) + " games/a.db\n");
  }
}
