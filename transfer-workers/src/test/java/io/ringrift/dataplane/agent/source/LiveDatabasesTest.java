package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.agent.database.GameDatabase;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveDatabasesTest {
  private static final String ITEM = "games/hex8_2p/selfplay.db";
  private static final Duration QUIET = Duration.ofSeconds(31);

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private final AtomicReference<String> lacking = new AtomicReference<>();
  private DataRoot root;
  private HoldingIndex index;
  private OldSnapshots old;
  private FolderWatch watch;
  private Path live;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    live = root.path().resolve(ITEM);
    openIndex();
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    index.close();
  }

  @Test
  void registersASnapshotOnceTheDatabaseIsQuiet() throws Exception {
    try (GameDatabase games = new GameDatabase(live, "wal")) {
      games.play(30);
      watch.look();
      assertThat(index.find(ITEM)).isEmpty();
      assertThat(watch.summary().snapshotRequired())
          .isEqualTo(Map.of(ITEM, "it is being written to"));

      Holding holding = quiet(30);

      assertThat(holding.name().kind()).isEqualTo(ItemKind.GAME);
      assertThat(holding.content().validation()).isEqualTo(Validation.VALID);
      assertThat(root.file(holding)).startsWith(root.ownFolder()).isRegularFile();
      assertThat(FileHash.of(root.file(holding), TokenBucket.unlimited()))
          .isEqualTo(holding.content().sha256());
      Instant live = Files.getLastModifiedTime(this.live).toInstant();
      assertThat(holding.content().contentTime())
          .isBetween(live.minusSeconds(1), live.plusSeconds(5));
    }
  }

  @Test
  void registersNothingNewWhileNobodyWrites() throws Exception {
    play(10);
    Holding first = quiet(10);

    clock.step(Duration.ofHours(2));
    watch.look();
    restart();
    clock.step(Duration.ofHours(2));
    watch.look();

    assertThat(index.find(ITEM)).contains(first);
    assertThat(root.file(first)).exists();
  }

  @Test
  void copiesADatabaseThatIsNeverQuietAtTheInterval() throws Exception {
    try (GameDatabase games = new GameDatabase(live, "wal")) {
      games.play(5);
      // Written to at this very moment, whenever that is.
      Files.setLastModifiedTime(live, FileTime.from(clock.instant().plusSeconds(7_200)));
      watch.look();
      clock.step(Duration.ofMinutes(59));
      watch.look();
      assertThat(index.find(ITEM)).isEmpty();

      clock.step(Duration.ofMinutes(1));

      assertThat(awaitGames(5).content().gameCount()).isEqualTo(5);
    }
  }

  @Test
  void servesAReplacedSnapshotForAsLongAsItIsRead() throws Exception {
    play(10);
    Holding first = quiet(10);
    play(5);
    Holding second = quiet(15);
    assertThat(second.sequence()).isGreaterThan(first.sequence());

    clock.step(Duration.ofMinutes(9));
    assertThat(old.read(ITEM, first.content().sha256())).contains(first);
    clock.step(Duration.ofMinutes(9));
    watch.look();
    assertThat(root.file(first)).exists();

    clock.step(Duration.ofMinutes(2));
    watch.look();
    assertThat(root.file(first)).doesNotExist();
    assertThat(old.read(ITEM, first.content().sha256())).isEmpty();
    assertThat(root.file(second)).exists();
  }

  @Test
  void takesNoSnapshotWithoutRoomAndSaysSo() throws Exception {
    play(10);
    lacking.set("the disk is full");
    clock.step(QUIET);
    watch.look();
    Awaitility.await()
        .until(
            () -> {
              clock.step(Duration.ofSeconds(31));
              watch.look();
              return "the disk is full".equals(watch.summary().snapshotRequired().get(ITEM));
            });
    assertThat(index.find(ITEM)).isEmpty();

    lacking.set(null);
    assertThat(awaitGames(10).content().validation()).isEqualTo(Validation.VALID);
  }

  @Test
  void forgetsTheSnapshotOfADatabaseThatWasDeleted() throws Exception {
    play(10);
    Holding holding = quiet(10);

    Files.delete(live);
    clock.step(Duration.ofHours(2));
    watch.look();

    assertThat(index.find(ITEM).filter(Holding::present)).isEmpty();
    assertThat(root.file(holding)).exists();
    clock.step(Duration.ofMinutes(11));
    watch.look();
    assertThat(root.file(holding)).doesNotExist();
  }

  @Test
  void reportsAFileThatIsNoDatabaseAsInvalid() throws Exception {
    Files.createDirectories(live.getParent());
    Files.writeString(live, "not a database, however long this text may be ".repeat(5));
    clock.step(QUIET);
    watch.look();

    Holding holding =
        Awaitility.await().until(() -> index.find(ITEM), found -> found.isPresent()).orElseThrow();
    assertThat(holding.content().validation()).isEqualTo(Validation.INVALID);
    assertThat(holding.content().evidence()).isEqualTo("not a SQLite database");
  }

  private void play(int games) throws Exception {
    try (GameDatabase database = new GameDatabase(live, "delete")) {
      database.play(games);
    }
  }

  private Holding quiet(long games) {
    clock.step(QUIET);
    return awaitGames(games);
  }

  private Holding awaitGames(long games) {
    return Awaitility.await()
        .until(
            () -> {
              clock.step(Duration.ofSeconds(2));
              watch.look();
              return index.find(ITEM).filter(Holding::present).orElse(null);
            },
            found ->
                found != null
                    && found.content().gameCount() != null
                    && found.content().gameCount() == games);
  }

  private void restart() throws IOException {
    close();
    openIndex();
    old.removeStrangers(index);
  }

  private void openIndex() throws IOException {
    index =
        HoldingIndex.open(folder.resolve("index"), Boot.next(folder.resolve("boot"), clock), clock);
    old = new OldSnapshots(root, clock);
    watch =
        new FolderWatch(
            root,
            index,
            new FolderWatch.Settings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                ItemPatterns.STANDARD,
                NpzLimits.DEFAULT,
                "games"),
            new LiveDatabases(
                root,
                index,
                SnapshotPolicy.STANDARD,
                new LiveDatabases.Means(bytes -> lacking.get(), TokenBucket.unlimited()),
                old,
                clock),
            TokenBucket.unlimited(),
            clock);
  }
}
