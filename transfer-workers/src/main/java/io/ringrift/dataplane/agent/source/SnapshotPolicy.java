package io.ringrift.dataplane.agent.source;

import java.time.Duration;

/**
 * When databases of games are copied, and what is read in them.
 *
 * @param enabled false: all databases are archives that nobody writes to, hashed where they lie
 * @param quiet a database that nobody has written to for so long is copied
 * @param interval a database that is written to all the time is copied this often
 * @param table whose rows are games
 */
public record SnapshotPolicy(boolean enabled, Duration quiet, Duration interval, String table) {
  public static final SnapshotPolicy STANDARD =
      new SnapshotPolicy(true, Duration.ofSeconds(30), Duration.ofHours(1), "games");
}
