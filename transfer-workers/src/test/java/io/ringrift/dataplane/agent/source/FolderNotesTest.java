package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderNotesTest {

  @TempDir Path folder;
  private FolderNotes notes;

  @BeforeEach
  void open() {
    notes = FolderNotes.below(folder);
    assumeTrue(notes.working(), "this file system tells of no changes");
    notes.add(folder);
  }

  @AfterEach
  void close() {
    notes.close();
  }

  @Test
  void tellsOfFilesMadeWrittenInPlaceAndRemoved() throws IOException {
    Path file = folder.resolve("a");
    Files.writeString(file, "1");
    awaitTold(file);
    Files.writeString(file, "22");
    awaitTold(file);
    Files.delete(file);
    awaitTold(file);
  }

  @Test
  void tellsNothingTwice() throws Exception {
    Files.writeString(folder.resolve("a"), "1");
    awaitTold(folder.resolve("a"));

    assertThat(notes.await(Duration.ofMillis(100))).isEmpty();
  }

  @Test
  void namesTheFolderWhenTooMuchHappenedInIt() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(folder.resolve("f" + i));
    }

    awaitTold(folder);
  }

  @Test
  void tellsOfAMovedFolderUnderItsNewNameOnly() throws Exception {
    Path was = Files.createDirectory(folder.resolve("was"));
    awaitTold(was);
    notes.add(was);
    Path is = Files.move(was, folder.resolve("is"));
    awaitTold(is);
    notes.add(is);

    Files.writeString(is.resolve("a"), "1");

    awaitTold(is.resolve("a"));
    assertThat(notes.await(Duration.ofMillis(100))).doesNotContain(was.resolve("a"));
  }

  @Test
  void aFolderThatIsNotThereIsNoReasonToGiveUp() {
    notes.add(folder.resolve("nowhere"));

    assertThat(notes.working()).isTrue();
  }

  @Test
  void isSilentWithoutNotes() throws InterruptedException {
    FolderNotes none = FolderNotes.NONE;
    none.add(folder);

    assertThat(none.await(Duration.ofMillis(1))).isEmpty();
    assertThat(none.working()).isFalse();
  }

  private void awaitTold(Path path) {
    Set<Path> told = new HashSet<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              told.addAll(notes.await(Duration.ofSeconds(1)));
              return told.contains(path);
            });
  }
}
