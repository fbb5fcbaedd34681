package io.ringrift.dataplane.agent.npz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Reads NPZ files that a test has as bytes. */
abstract class NpzReading {
  static final NpzLimits LIMITS = new NpzLimits(64 << 20, 400, 100);
  static final byte[] TWO = NpzBytes.floats(0.25f, 0.5f);

  @TempDir Path folder;

  static byte[] two() {
    return new NpzBytes(NpzWriter.Storage.STORED)
        .array("features", "<f4", List.of(2L), TWO)
        .build();
  }

  final void assertFaults(byte[] npz, String... faults) throws Exception {
    assertThat(read(npz).faults().stream().map(NpzFault::toString).collect(Collectors.toList()))
        .containsExactly(faults);
  }

  final NpzReport read(byte[] npz) throws IOException, InterruptedException {
    return read(npz, LIMITS);
  }

  final NpzReport read(byte[] npz, NpzLimits limits) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("test.npz"), npz);
    try (FileChannel in = FileChannel.open(file)) {
      return new NpzReader(limits).read(in, block -> {});
    }
  }
}
