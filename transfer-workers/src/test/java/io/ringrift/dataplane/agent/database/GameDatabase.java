package io.ringrift.dataplane.agent.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of games as a self-play process has it open. */
public final class GameDatabase implements AutoCloseable {
  private final Connection connection;

  /**
   * Opens or makes one.
   *
   * @param journal {@code wal} or {@code delete}
   */
  public GameDatabase(Path file, String journal) throws IOException, SQLException {
    Files.createDirectories(file.getParent());
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    query("PRAGMA journal_mode=" + journal);
    execute("CREATE TABLE IF NOT EXISTS games (id INTEGER PRIMARY KEY, moves BLOB)");
  }

  /** Plays in one transaction. */
  public void play(int games) throws SQLException {
    execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + games
            + ") INSERT INTO games (moves) SELECT randomblob(2000) FROM n");
  }

  /** Leaves a transaction open that has written. */
  public void begin() throws SQLException {
    execute("PRAGMA cache_size=1");
    execute("BEGIN IMMEDIATE");
    play(1_000);
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
