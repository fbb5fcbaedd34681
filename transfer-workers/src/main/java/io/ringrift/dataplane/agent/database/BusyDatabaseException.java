package io.ringrift.dataplane.agent.database;

import java.io.IOException;

/** A database that can't be copied now; it may be later. The message says why, for people. */
public final class BusyDatabaseException extends IOException {
  private static final long serialVersionUID = 1L;

  BusyDatabaseException(String message) {
    super(message);
  }
}
