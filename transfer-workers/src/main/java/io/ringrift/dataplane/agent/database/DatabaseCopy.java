package io.ringrift.dataplane.agent.database;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/**
 * Copies a database as it is at one moment, by SQLite's backup interface.
 *
 * <p>Goals: the copy is consistent; no writer ever waits for it; the database and the files beside
 * it are as before.
 *
 * <p>A database with a write-ahead log is copied within one read transaction: readers of a log
 * don't hold up writers, and the copy goes on while they commit (outside a transaction each commit
 * would begin it anew: measured, it then never ended). Any other database is opened without locks,
 * as if on read-only media, and the copy counts only if nothing was written meanwhile: a shared
 * lock for the minutes that a large copy takes would hold up every commit.
 */
public final class DatabaseCopy {
  /** Some 4 MiB: long enough to be quick, short enough to keep the rate even. */
  private static final int PAGES_A_STEP = 1_000;

  private static final int RETRY_MILLIS = 50;
  private static final int RETRIES = 100;
  private static final int SQLITE_OK = 0;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;

  private DatabaseCopy() {}

  /**
   * Copies {@code database} to {@code copy}, which must not exist.
   *
   * @param rate of reading
   * @return the stamp of what was copied
   * @throws BusyDatabaseException if it was written to meanwhile, or a transaction is open
   * @throws DamagedDatabaseException if it is no database, or SQLite can't read it
   */
  public static DatabaseStamp take(Path database, Path copy, TokenBucket rate) throws IOException {
    DatabaseStamp before = DatabaseStamp.of(database);
    ByteBuffer header = Sqlite.header(database);
    if (!header.hasRemaining() && !before.logged()) {
      throw new BusyDatabaseException("it is empty yet");
    }
    if (header.hasRemaining() && !Sqlite.isDatabase(header)) {
      throw new DamagedDatabaseException("not a SQLite database");
    }
    try {
      if (before.logged()) {
        withLog(database, copy, rate);
        return before;
      }
      refuseOpenTransaction(database);
      try (SQLiteConnection connection = Sqlite.immutable(database)) {
        backup(connection, copy, rate);
      }
    } catch (SQLException e) {
      throw failure(e.getErrorCode(), String.valueOf(e.getMessage()));
    }
    refuseOpenTransaction(database);
    if (!DatabaseStamp.of(database).equals(before)
        || Sqlite.changeCounter(Sqlite.header(database)) != Sqlite.changeCounter(header)) {
      throw new BusyDatabaseException("it was written to while it was copied");
    }
    return before;
  }

  private static void withLog(Path database, Path copy, TokenBucket rate)
      throws SQLException, IOException {
    try (SQLiteConnection connection = Sqlite.readOnly(database);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      // The transaction begins with the first read.
      try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        tables.next();
      }
      backup(connection, copy, rate);
      statement.execute("COMMIT");
    }
  }

  private static void backup(SQLiteConnection connection, Path copy, TokenBucket rate)
      throws SQLException, IOException {
    int pageBytes;
    try (Statement statement = connection.createStatement();
        ResultSet size = statement.executeQuery("PRAGMA page_size")) {
      size.next();
      pageBytes = size.getInt(1);
    }
    Pace pace = new Pace(rate, pageBytes);
    int code =
        connection
            .getDatabase()
            .backup("main", copy.toString(), pace::at, RETRY_MILLIS, RETRIES, PAGES_A_STEP);
    if (Thread.currentThread().isInterrupted()) {
      throw new BusyDatabaseException("the agent shuts down");
    }
    if (code != SQLITE_OK) {
      throw failure(code, "SQLite error " + code);
    }
  }

  private static IOException failure(int code, String message) {
    int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB
        ? new DamagedDatabaseException(message)
        : new BusyDatabaseException(message);
  }

  /**
   * A journal with a header belongs to a transaction that is open, or that a crash left to be
   * rolled back; only a writer may do that.
   */
  private static void refuseOpenTransaction(Path database) throws IOException {
    Path journal = DatabaseStamp.journal(database);
    if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    ByteBuffer first = ByteBuffer.allocate(1);
    try (FileChannel in = FileChannel.open(journal, StandardOpenOption.READ)) {
      if (in.read(first) == 1 && first.get(0) != 0) {
        throw new BusyDatabaseException("a transaction is open, or has to be rolled back");
      }
    }
  }

  /** Holds the copy to its rate. */
  private static final class Pace {
    private final TokenBucket rate;
    private final int pageBytes;
    private int left = -1;

    Pace(TokenBucket rate, int pageBytes) {
      this.rate = rate;
      this.pageBytes = pageBytes;
    }

    void at(int pagesLeft, int pages) {
      int step = (left < 0 ? pages : left) - pagesLeft;
      left = pagesLeft;
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      try {
        rate.take((long) Math.max(0, step) * pageBytes);
      } catch (InterruptedException e) {
        // SQLite's loop can't be left from here: it runs on without pause, then is discarded.
        Thread.currentThread().interrupt();
      }
    }
  }
}
