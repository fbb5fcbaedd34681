package io.ringrift.dataplane.agent.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** Connections that never write, and what the first bytes of a database say. */
final class Sqlite {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int CHANGE_COUNTER = 24;
  private static final int HEADER_BYTES = 100;

  /** How long a connection waits for a lock of a writer. */
  private static final int PATIENCE_MILLIS = 5_000;

  private Sqlite() {}

  /** Takes part in the locking; for a database whose log is being written. */
  static SQLiteConnection readOnly(Path file) throws SQLException {
    return (SQLiteConnection) config().createConnection("jdbc:sqlite:" + uri(file));
  }

  /**
   * Takes no lock and makes no file, on the word that nobody writes; whoever opens so checks that
   * afterwards.
   */
  static SQLiteConnection immutable(Path file) throws SQLException {
    return (SQLiteConnection)
        config().createConnection("jdbc:sqlite:" + uri(file) + "?immutable=1");
  }

  static boolean isDatabase(ByteBuffer header) {
    return header.remaining() >= HEADER_BYTES
        && ByteBuffer.wrap(MAGIC).equals(header.slice(header.position(), MAGIC.length));
  }

  /** Grows with every transaction that isn't in a log. */
  static int changeCounter(ByteBuffer header) {
    return header.getInt(header.position() + CHANGE_COUNTER);
  }

  /** The first bytes, fewer where the file is shorter. */
  static ByteBuffer header(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (header.hasRemaining() && in.read(header) >= 0) {
        // Until it is full or the file ends.
      }
    }
    return header.flip();
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(PATIENCE_MILLIS);
    return config;
  }

  private static String uri(Path file) {
    return file.toUri().toString().replace("file:///", "file:/");
  }
}
