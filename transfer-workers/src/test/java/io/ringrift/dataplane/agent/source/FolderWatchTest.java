package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private DataRoot root;
  private HoldingIndex index;
  private FolderWatch watch;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    index = HoldingIndex.open(folder.resolve("index"), boot(), clock);
    watch = watch();
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    index.close();
  }

  @Test
  void reportsAnExportWithItsHashAndSamples() throws Exception {
    Path file = root.path().resolve("npz/hex8_2p/a.npz");
    new TrainingNpz(100_000, 1, NpzWriter.Storage.STORED).writeTo(file);
    settle(file);

    watch.look();

    Holding holding = awaitHolding("npz/hex8_2p/a.npz");
    assertThat(holding.name())
        .isEqualTo(new ItemName("npz/hex8_2p/a.npz", ItemKind.NPZ, "hex8_2p"));
    assertThat(holding.content().validation()).isEqualTo(Validation.VALID);
    assertThat(holding.content().sampleCount()).isEqualTo(100_000 / 3924);
    assertThat(holding.content().sha256()).isEqualTo(FileHash.of(file, TokenBucket.unlimited()));
    assertThat(index.unreportedCount()).isEqualTo(1);
  }

  @Test
  void reportsADamagedExportAsInvalidWithTheReason() throws Exception {
    write("npz/hex8_2p/bad.npz", "PK but no zip", Duration.ofMinutes(1));

    watch.look();

    Holding holding = awaitHolding("npz/hex8_2p/bad.npz");
    assertThat(holding.content().validation()).isEqualTo(Validation.INVALID);
    assertThat(holding.content().evidence()).isEqualTo("not a zip archive");
    assertThat(holding.serves(holding.content().sha256())).isFalse();
  }

  @Test
  void leavesAFileAloneWhileItIsWritten() throws Exception {
    Path file = write("models/hex8_2p/m.pth", "one", Duration.ZERO);

    watch.look();
    clock.step(Duration.ofMillis(900));
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    setAge(file, Duration.ZERO);
    watch.look();
    clock.step(Duration.ofMillis(900));
    watch.look();

    assertThat(watch.pending()).isZero();
    assertThat(index.find("models/hex8_2p/m.pth")).isEmpty();
    clock.step(Duration.ofMillis(200));
    watch.look();
    assertThat(awaitHolding("models/hex8_2p/m.pth").content().stamp().size()).isEqualTo(6);
  }

  @Test
  void takesAFileWhoseTimeLiesInTheFuture() throws Exception {
    write("models/m.pth", "x", Duration.ofDays(-1));

    watch.look();
    clock.step(Duration.ofSeconds(1));
    watch.look();

    awaitHolding("models/m.pth");
  }

  @Test
  void findsANewFileByItsFolderAlone() throws Exception {
    write("models/hex8_2p/old.pth", "x", Duration.ofMinutes(1));
    watch.look();
    awaitHolding("models/hex8_2p/old.pth");

    write("models/hex8_2p/new.pth", "x", Duration.ofMinutes(1));
    write("models/sq/deep/newer.pth", "x", Duration.ofMinutes(1));
    clock.step(Duration.ofMillis(1));
    watch.look();

    awaitHolding("models/hex8_2p/new.pth");
    awaitHolding("models/sq/deep/newer.pth");
  }

  @Test
  void reportsOnlyDifferences() throws Exception {
    Path file = write("models/hex8_2p/m.pth", "x", Duration.ofMinutes(1));
    watch.look();
    Holding first = awaitHolding("models/hex8_2p/m.pth");
    index.reported(first);

    setAge(file, Duration.ofMinutes(2));
    fullLook();
    Awaitility.await().until(() -> watch.pending() == 0);

    Holding touched = index.find("models/hex8_2p/m.pth").orElseThrow();
    assertThat(index.unreportedCount()).isZero();
    assertThat(touched.sequence()).isEqualTo(first.sequence());
    assertThat(touched.content().stamp()).isNotEqualTo(first.content().stamp());
  }

  @Test
  void reportsNewContentUnderTheSameName() throws Exception {
    Path file = write("models/hex8_2p/m.pth", "one", Duration.ofMinutes(2));
    watch.look();
    Holding first = awaitHolding("models/hex8_2p/m.pth");

    Files.writeString(file, "two");
    setAge(file, Duration.ofMinutes(1));
    fullLook();

    Awaitility.await()
        .until(
            () -> index.find("models/hex8_2p/m.pth").orElseThrow().sequence() > first.sequence());
  }

  @Test
  void reportsWhatIsGone() throws Exception {
    Path file = write("models/hex8_2p/m.pth", "x", Duration.ofMinutes(1));
    watch.look();
    awaitHolding("models/hex8_2p/m.pth");

    Files.delete(file);
    watch.look();

    Holding gone = index.find("models/hex8_2p/m.pth").orElseThrow();
    assertThat(gone.present()).isFalse();
    index.reported(gone);
    assertThat(index.find("models/hex8_2p/m.pth")).isEmpty();
  }

  @Test
  void believesNothingGoneWhileTheDriveIsNotMounted() throws Exception {
    write("models/hex8_2p/m.pth", "x", Duration.ofMinutes(1));
    watch.look();
    awaitHolding("models/hex8_2p/m.pth");
    Path elsewhere = folder.resolve("elsewhere");

    Files.move(root.path(), elsewhere);
    Files.createDirectories(root.path());
    fullLook();
    assertThat(index.find("models/hex8_2p/m.pth").orElseThrow().present()).isTrue();

    Files.delete(root.path());
    Files.move(elsewhere, root.path(), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(root.path().resolve("models/hex8_2p/m.pth"));
    fullLook();
    assertThat(index.find("models/hex8_2p/m.pth").orElseThrow().present()).isFalse();
  }

  @Test
  void namesWhatItDoesNotReport() throws Exception {
    write("games/hex8_2p/live.db", "x", Duration.ofSeconds(1));
    write("games/hex8_2p/live.db-wal", "x", Duration.ofSeconds(1));
    write("logs/train.txt", "x", Duration.ofMinutes(1));
    write("npz/hex8_2p/notes.md", "x", Duration.ofMinutes(1));
    write("npz/hex8_2p/.a.npz.tmp", "x", Duration.ofMinutes(1));
    Path outside = Files.writeString(folder.resolve("secret.npz"), "x");
    Files.createSymbolicLink(root.path().resolve("npz/hex8_2p/link.npz"), outside);
    Files.createSymbolicLink(root.path().resolve("npz/all"), folder);

    watch.look();

    ScanSummary summary = watch.summary();
    assertThat(summary.snapshotRequired())
        .isEqualTo(Map.of("games/hex8_2p/live.db", "it is being written to"));
    assertThat(summary.unknown()).isEqualTo(Map.of("logs/*.txt", 1L, "npz/*.md", 1L));
    assertThat(summary.unfinished()).isEqualTo(2);
    assertThat(summary.links()).isEqualTo(2);
    assertThat(summary.files()).isEqualTo(1);
    assertThat(watch.pending()).isZero();
    assertThat(index.all()).isEmpty();
  }

  @Test
  void hashesNothingAgainAfterARestart() throws Exception {
    write("models/hex8_2p/m.pth", "x", Duration.ofMinutes(1));
    watch.look();
    Holding before = awaitHolding("models/hex8_2p/m.pth");
    index.reported(before);
    close();

    index = HoldingIndex.open(folder.resolve("index"), boot(), clock);
    watch = watch();
    watch.look();

    assertThat(watch.pending()).isZero();
    assertThat(index.all()).isEqualTo(List.of(before));
    assertThat(index.unreportedCount()).isZero();
  }

  private Path write(String itemId, String content, Duration age) throws IOException {
    Path file = root.path().resolve(itemId);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    setAge(file, age);
    return file;
  }

  private void settle(Path file) throws IOException {
    setAge(file, Duration.ofMinutes(1));
  }

  private void setAge(Path file, Duration age) throws IOException {
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(age)));
  }

  private void fullLook() {
    clock.step(HOUR.plusSeconds(1));
    watch.look();
  }

  private Holding awaitHolding(String itemId) {
    return Awaitility.await()
        .until(() -> index.find(itemId), found -> found.isPresent())
        .orElseThrow();
  }

  private Boot boot() throws IOException {
    return Boot.next(folder.resolve("boot"), clock);
  }

  private FolderWatch watch() {
    OldSnapshots old = new OldSnapshots(root, clock);
    return new FolderWatch(
        root,
        index,
        new FolderWatch.Settings(
            Duration.ofSeconds(1), HOUR, ItemPatterns.STANDARD, NpzLimits.DEFAULT, "games"),
        new LiveDatabases(
            root,
            index,
            SnapshotPolicy.STANDARD,
            new LiveDatabases.Means(bytes -> null, TokenBucket.unlimited()),
            old,
            clock),
        TokenBucket.unlimited(),
        clock);
  }
}
