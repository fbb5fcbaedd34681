package io.ringrift.dataplane.agent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseCopyTest {
  private static final DatabaseReader READER = new DatabaseReader("games");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"wal", "delete", "truncate", "persist"})
  void copiesAClosedDatabaseAndLeavesItsFolderAsItWas(String journal) throws Exception {
    Path live = folder.resolve("live/ga%20mes #1?.db");
    try (GameDatabase games = new GameDatabase(live, journal)) {
      games.play(50);
    }
    byte[] bytes = Files.readAllBytes(live);
    FileTime modified = Files.getLastModifiedTime(live);
    List<Path> files = list(live.getParent());

    DatabaseStamp stamp = take(live);

    assertThat(READER.read(copy())).isEqualTo(new DatabaseReport(null, 50L));
    assertThat(stamp).isEqualTo(DatabaseStamp.of(live));
    assertThat(Files.readAllBytes(live)).isEqualTo(bytes);
    assertThat(Files.getLastModifiedTime(live)).isEqualTo(modified);
    assertThat(list(live.getParent())).isEqualTo(files);
    assertThat(list(copy().getParent())).containsExactly(copy());
  }

  @Test
  void copiesWhatIsInTheLogAlone() throws Exception {
    Path live = folder.resolve("live/games.db");
    try (GameDatabase games = new GameDatabase(live, "wal")) {
      games.play(20);
      take(live);
      assertThat(READER.read(copy()).games()).isEqualTo(20);
    }
  }

  @Test
  void copiesAConsistentStateWhileGamesAreWrittenAndHoldsUpNoWriter() throws Exception {
    Path live = folder.resolve("live/games.db");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AtomicBoolean stop = new AtomicBoolean();
    try (GameDatabase games = new GameDatabase(live, "wal")) {
      games.execute("PRAGMA busy_timeout=0");
      games.play(10_000);
      CountDownLatch writing = new CountDownLatch(3);
      Future<Integer> writer =
          threads.submit(
              () -> {
                int commits = 0;
                while (!stop.get()) {
                  games.play(2);
                  commits++;
                  writing.countDown();
                }
                return commits;
              });
      assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();

      take(live);

      stop.set(true);
      // With a patience of 0 any lock that the copy held would have failed a commit.
      assertThat(writer.get(10, TimeUnit.SECONDS)).isPositive();
    } finally {
      stop.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    DatabaseReport report = READER.read(copy());
    assertThat(report.fault()).isNull();
    assertThat(report.games()).isGreaterThanOrEqualTo(10_000).matches(games -> games % 2 == 0);
  }

  @Test
  void waitsForATransactionThatIsOpen() throws Exception {
    Path live = folder.resolve("live/games.db");
    try (GameDatabase games = new GameDatabase(live, "delete")) {
      games.play(10);
      games.begin();
      assertThatThrownBy(() -> take(live))
          .isInstanceOf(BusyDatabaseException.class)
          .hasMessage("a transaction is open, or has to be rolled back");
      games.execute("COMMIT");
    }
    Files.deleteIfExists(copy());
    take(live);
    assertThat(READER.read(copy()).games()).isEqualTo(1_010);
  }

  @Test
  void throwsACopyAwayDuringWhichTheDatabaseWasWrittenTo() throws Exception {
    Path live = folder.resolve("live/games.db");
    try (GameDatabase games = new GameDatabase(live, "delete")) {
      games.play(5_000);
      Files.createDirectories(copy().getParent());
      AtomicBoolean played = new AtomicBoolean();
      TokenBucket playsMeanwhile =
          new TokenBucket(
              1_000,
              System::nanoTime,
              nanos -> {
                if (played.compareAndSet(false, true)) {
                  playOne(games);
                }
              });

      assertThatThrownBy(() -> DatabaseCopy.take(live, copy(), playsMeanwhile))
          .isInstanceOf(BusyDatabaseException.class)
          .hasMessage("it was written to while it was copied");
      assertThat(played).isTrue();
    }
  }

  @Test
  void tellsWhatIsNoDatabaseAndWhatIsDamaged() throws Exception {
    Path text = Files.writeString(folder.resolve("a.db"), "no database at all".repeat(20));
    assertThatThrownBy(() -> take(text))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessage("not a SQLite database");

    Path damaged = folder.resolve("live/b.db");
    try (GameDatabase games = new GameDatabase(damaged, "delete")) {
      games.play(500);
    }
    try (FileChannel out = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.allocate(64 * 1024), 8192);
    }
    assertThat(READER.read(damaged).valid()).isFalse();
  }

  @Test
  void countsNoGamesWhereThereIsNoTableOfThem() throws Exception {
    Path live = folder.resolve("live/c.db");
    try (GameDatabase games = new GameDatabase(live, "delete")) {
      games.execute("DROP TABLE games");
    }
    assertThat(READER.read(live)).isEqualTo(new DatabaseReport(null, null));
  }

  private static void playOne(GameDatabase games) {
    try {
      games.play(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private DatabaseStamp take(Path live) throws IOException {
    Files.createDirectories(copy().getParent());
    return DatabaseCopy.take(live, copy(), TokenBucket.unlimited());
  }

  private Path copy() {
    return folder.resolve("copies/copy.db");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
