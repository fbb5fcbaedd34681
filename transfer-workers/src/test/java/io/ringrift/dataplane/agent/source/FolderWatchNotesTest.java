package io.ringrift.dataplane.agent.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With looks an hour apart only the kernel can have told. */
class FolderWatchNotesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String FIRST = "models/hex8_2p/first.pth";

  @TempDir Path folder;
  private DataRoot root;
  private HoldingIndex index;
  private FolderWatch watch;

  @BeforeEach
  void start() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    try (FolderNotes notes = FolderNotes.below(root.path())) {
      assumeTrue(notes.working(), "this file system tells of no changes");
    }
    Clock clock = Clock.systemUTC();
    index = HoldingIndex.open(folder.resolve("i"), Boot.next(folder.resolve("b"), clock), clock);
    TokenBucket unlimited = TokenBucket.unlimited();
    watch =
        new FolderWatch(
            root,
            index,
            new FolderWatch.Settings(HOUR, HOUR, ItemPatterns.STANDARD, NpzLimits.DEFAULT, "games"),
            new LiveDatabases(
                root,
                index,
                SnapshotPolicy.STANDARD,
                new LiveDatabases.Means(bytes -> null, unlimited),
                new OldSnapshots(root, clock),
                clock),
            unlimited,
            clock);
    write(FIRST, "one");
    watch.start();
    awaitHolding(FIRST, Holding::present);
  }

  @AfterEach
  void close() throws IOException {
    if (watch != null) {
      watch.close();
      index.close();
    }
  }

  @Test
  void seesAFileInANewFolder() throws IOException {
    write("npz/square8_2p/a.npz", "no zip, but a file");

    awaitHolding("npz/square8_2p/a.npz", Holding::present);
  }

  @Test
  void seesAFileWrittenInPlace() throws IOException {
    Content before = index.find(FIRST).orElseThrow().content();

    write(FIRST, "two, and longer");

    awaitHolding(FIRST, holding -> !holding.content().equals(before));
  }

  @Test
  void seesAFileGo() throws IOException {
    Files.delete(root.path().resolve(FIRST));

    awaitHolding(FIRST, holding -> !holding.present());
  }

  @Test
  void seesAFolderOfFilesGo() throws IOException {
    Path models = root.path().resolve("models");

    Files.move(models, folder.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);

    awaitHolding(FIRST, holding -> !holding.present());
  }

  private void write(String itemId, String content) throws IOException {
    Path file = root.path().resolve(itemId);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private void awaitHolding(String itemId, Predicate<Holding> as) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> index.find(itemId), (Optional<Holding> found) -> found.filter(as).isPresent());
  }
}
