package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void letsOneStackHaveTheFolderAndNamesItsProcess() {
    try (FolderLock held = FolderLock.take(folder)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--folder");
    }
  }

  @Test
  void canBeTakenAgainAfterItsEnd() {
    FolderLock.take(folder).close();

    try (FolderLock again = FolderLock.take(folder)) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void saysWhichFolderCanNotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FolderLock.take(file.resolve("below")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("can't be written")
        .hasMessageContaining("file/below");
  }
}
