package io.ringrift.dataplane.agent.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/** Checks a database that nobody writes to, and counts its games. */
public final class DatabaseReader {
  private final String table;

  /**
   * @param table whose rows are games; other databases are good, but have no count
   */
  public DatabaseReader(String table) {
    this.table = table;
  }

  /** Reads the whole database. */
  public DatabaseReport read(Path file) throws IOException {
    if (!Sqlite.isDatabase(Sqlite.header(file))) {
      return new DatabaseReport("not a SQLite database", null);
    }
    try (SQLiteConnection connection = Sqlite.immutable(file);
        Statement statement = connection.createStatement()) {
      try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
        String found = check.next() ? check.getString(1) : "quick_check said nothing";
        if (!found.equals("ok")) {
          return new DatabaseReport(found, null);
        }
      }
      return new DatabaseReport(null, games(statement));
    } catch (SQLException e) {
      return new DatabaseReport(String.valueOf(e.getMessage()), null);
    }
  }

  private Long games(Statement statement) throws SQLException {
    String quoted = '"' + table.replace("\"", "\"\"") + '"';
    boolean exists;
    try (ResultSet info = statement.executeQuery("PRAGMA table_info(" + quoted + ")")) {
      exists = info.next();
    }
    if (!exists) {
      return null;
    }
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + quoted)) {
      return count.next() ? count.getLong(1) : null;
    }
  }
}
