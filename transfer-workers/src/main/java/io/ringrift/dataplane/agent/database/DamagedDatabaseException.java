package io.ringrift.dataplane.agent.database;

import java.io.IOException;

/** A file that SQLite can't read as a database; the message says why. */
public final class DamagedDatabaseException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedDatabaseException(String message) {
    super(message);
  }
}
