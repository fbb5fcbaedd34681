package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.DatabaseStamp;
import java.util.Objects;

/**
 * A copy of a live database, which is what is hashed, reported and served in its place.
 *
 * @param file name within the folder of snapshots
 * @param live the database when it was copied
 */
public record Snapshot(String file, DatabaseStamp live) {

  public Snapshot {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(live, "live");
  }
}
