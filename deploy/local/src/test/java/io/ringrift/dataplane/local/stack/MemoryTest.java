package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void measuresThisProcess() {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc (Linux)");

    assertThat(Memory.resident(ProcessHandle.current().pid())).isPresent();
    assertThat(Memory.resident(ProcessHandle.current().pid()).getAsLong()).isGreaterThan(10L << 20);
  }

  @Test
  void knowsNothingOfAProcessThatIsGone() {
    assertThat(Memory.resident(Long.MAX_VALUE)).isEmpty();
  }
}
