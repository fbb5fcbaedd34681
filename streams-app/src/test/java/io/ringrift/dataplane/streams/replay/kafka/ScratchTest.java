package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir private Path parent;

  @Test
  void isGoneOnceClosedAndLeavesOthersAlone() throws IOException {
    Path other = Files.createDirectory(parent.resolve("mine"));
    Path rows;
    try (Scratch scratch = Scratch.in(parent)) {
      rows = Files.createDirectory(scratch.folder("rows"));
      Files.writeString(rows.resolve("1.sst"), "x");
    }

    assertThat(rows.getParent()).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void whatAKilledProcessLeftBehindGoesWithTheNext() throws IOException {
    Path left = Files.createDirectories(parent.resolve("replay-1234567/rows"));
    Files.writeString(left.resolve("1.sst"), "x");

    try (Scratch scratch = Scratch.in(parent)) {
      assertThat(left.getParent()).doesNotExist();
      assertThat(scratch.folder("rows").getParent()).exists();
    }
  }

  @Test
  void aFolderInUseStays() throws IOException {
    try (Scratch first = Scratch.in(parent)) {
      Path rows = Files.createDirectory(first.folder("rows"));
      try (Scratch second = Scratch.in(parent)) {
        assertThat(rows).exists();
        assertThat(second.folder("rows").getParent()).isNotEqualTo(rows.getParent());
      }
      assertThat(rows).exists();
    }
  }
}
