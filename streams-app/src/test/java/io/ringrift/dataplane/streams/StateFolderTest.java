package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir Path folder;
  private Path task;
  private Path processId;

  @BeforeEach
  void fill() throws IOException {
    task = folder.resolve("app/2_1/rocksdb/manifest/000012.sst");
    Files.createDirectories(task.getParent());
    Files.writeString(task, "rows");
    processId = folder.resolve("app/kafka-streams-process-metadata");
    Files.writeString(processId, "{}");
  }

  @Test
  void discardsTheTasksOfAnUncleanEndButKeepsTheProcessId() {
    try (StateFolder state = StateFolder.open(folder)) {
      state.begin("app", true);
    }

    assertThat(folder.resolve("app/2_1")).doesNotExist();
    assertThat(processId).exists();
  }

  @Test
  void keepsTheTasksOfACleanEnd() {
    try (StateFolder state = StateFolder.open(folder)) {
      state.begin("app", false);
      state.markClean();
    }
    try (StateFolder state = StateFolder.open(folder)) {
      state.begin("app", true);
    }

    assertThat(task).exists();
  }

  @Test
  void aCleanEndCountsOnce() {
    keepsTheTasksOfACleanEnd();

    discardsTheTasksOfAnUncleanEndButKeepsTheProcessId();
  }

  @Test
  void keepsTheTasksWhereTheyAreUsefulAfterACrash() {
    try (StateFolder state = StateFolder.open(folder)) {
      state.begin("app", false);
    }

    assertThat(task).exists();
  }

  @Test
  void anEndBeforeTheStagesBeganSaysNothing() {
    try (StateFolder state = StateFolder.open(folder)) {
      state.markClean();
    }

    discardsTheTasksOfAnUncleanEndButKeepsTheProcessId();
  }

  @Test
  void belongsToOneProcessAtATime() {
    try (StateFolder first = StateFolder.open(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> StateFolder.open(folder))
          .isInstanceOf(StartupException.class)
          .hasMessage(
              "streams.state.dir is "
                  + folder
                  + ", which another process uses; give each instance its own");
    }
    StateFolder.open(folder).close();
  }

  @Test
  void refusesAFolderThatCannotBeWritten() {
    Path file = processId.resolve("below-a-file");

    assertThatThrownBy(() -> StateFolder.open(file))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("streams.state.dir is " + file + ", which can't be written");
  }
}
