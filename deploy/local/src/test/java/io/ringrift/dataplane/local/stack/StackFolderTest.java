package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFolderTest {
  @TempDir private Path root;

  @Test
  void emptiesWhatAnEarlierStackLeft() throws IOException {
    StackPlan plan = StackPlan.in(root.resolve("demo"));
    FolderLock.take(plan.run()).close();
    Files.createDirectories(plan.dataOf("gpu-1"));
    Files.writeString(plan.dataOf("gpu-1").resolve("a.npz"), "x");

    StackFolder.empty(plan);

    assertThat(plan.folder()).doesNotExist();
  }

  @Test
  void leavesAFolderAloneThatNoStackMade() throws IOException {
    Path precious = Files.writeString(root.resolve("precious.txt"), "x");

    assertThatThrownBy(() -> StackFolder.empty(StackPlan.in(root)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("left alone");
    assertThat(precious).exists();
  }

  @Test
  void leavesARunningStackAlone() throws IOException {
    StackPlan plan = StackPlan.in(root.resolve("up"));
    try (FolderLock held = FolderLock.take(plan.run())) {
      Files.writeString(plan.folder().resolve("data"), "x");

      assertThatThrownBy(() -> StackFolder.empty(plan)).hasMessageContaining("runs already");
      assertThat(held).isNotNull();
    }
    assertThat(plan.folder().resolve("data")).exists();
  }

  @Test
  void hasNothingToDoForANewFolder() {
    StackFolder.empty(StackPlan.in(root.resolve("new")));

    assertThat(root.resolve("new")).doesNotExist();
  }
}
