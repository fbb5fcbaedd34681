package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFileTest {
  @TempDir private Path folder;

  @Test
  void writesTheSameBytesAtEveryNode() throws IOException {
    DemoFile file = DemoFile.sound("gpu-1", "npz/hex8_2p/a.npz", "hex8_2p", 1, 0.8);

    Path first = file.writeTo(folder.resolve("gpu-1"));
    Path second = file.alsoAt("gpu-2").writeTo(folder.resolve("gpu-2"));

    assertThat(FileOnDisk.sha256(first)).isEqualTo(FileOnDisk.sha256(second));
    assertThat(Files.size(first)).isCloseTo(1L << 20, within(16_384L));
  }

  @Test
  void damagesOneByteAndLeavesTheSize() throws IOException {
    Path sound = DemoFile.sound("a", "npz/c/a.npz", "c", 1, 0.8).writeTo(folder.resolve("sound"));
    Path damaged =
        DemoFile.damaged("a", "npz/c/a.npz", "c", 1, 0.8).writeTo(folder.resolve("damaged"));

    assertThat(Files.mismatch(sound, damaged)).isEqualTo(Files.size(sound) / 2);
    assertThat(Files.size(damaged)).isEqualTo(Files.size(sound));
  }

  @Test
  void findsEveryFileOfANodeWithItsHash() throws IOException {
    Files.createDirectories(folder.resolve(".incoming"));
    Files.writeString(folder.resolve(".incoming/x.part"), "abc");

    List<FileOnDisk> found = FileOnDisk.of("gpu-1", folder);

    assertThat(found)
        .containsExactly(
            new FileOnDisk(
                "gpu-1",
                ".incoming/x.part",
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(FileOnDisk.of("gpu-1", folder.resolve("missing"))).isEmpty();
  }
}
