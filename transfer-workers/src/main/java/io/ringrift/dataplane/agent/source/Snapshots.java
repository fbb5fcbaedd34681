package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.BusyDatabaseException;
import io.ringrift.dataplane.agent.database.DamagedDatabaseException;
import io.ringrift.dataplane.agent.database.DatabaseCopy;
import io.ringrift.dataplane.agent.database.DatabaseReader;
import io.ringrift.dataplane.agent.database.DatabaseReport;
import io.ringrift.dataplane.agent.database.DatabaseStamp;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a snapshot of a live database and registers it as the item's content. */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final DataRoot root;
  private final HoldingIndex index;
  private final Room room;
  private final DatabaseReader reader;
  private final TokenBucket rate;
  private final OldSnapshots old;

  Snapshots(
      DataRoot root,
      HoldingIndex index,
      Room room,
      String table,
      TokenBucket rate,
      OldSnapshots old) {
    this.root = root;
    this.index = index;
    this.room = room;
    this.reader = new DatabaseReader(table);
    this.rate = rate;
    this.old = old;
  }

  /**
   * Copies the database, checks and hashes the copy, and puts it in the place of the one before.
   *
   * @return null when done, else why it could not be done now
   */
  String take(ItemName name) throws IOException, InterruptedException {
    Path live = root.locate(name);
    String lacking = room.lacking(Files.size(live));
    if (lacking != null) {
      return lacking;
    }
    Path folder = Files.createDirectories(root.snapshots());
    Path copy = folder.resolve(UUID.randomUUID() + ".tmp");
    try {
      DatabaseStamp taken = DatabaseCopy.take(live, copy, rate);
      register(name, copy, taken);
      return null;
    } catch (BusyDatabaseException e) {
      return e.getMessage();
    } catch (DamagedDatabaseException e) {
      condemn(name, live, e.getMessage());
      return null;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private void register(ItemName name, Path copy, DatabaseStamp taken)
      throws IOException, InterruptedException {
    DatabaseReport report = reader.read(copy);
    String sha256 = FileHash.of(copy, TokenBucket.unlimited());
    String file = sha256 + ".db";
    Path place = root.snapshots().resolve(file);
    old.unretire(place);
    Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Content content =
        new Content(
            sha256,
            FileStamp.of(root.attributes(place)),
            report.valid() ? Validation.VALID : Validation.INVALID,
            report.fault(),
            taken.modified(),
            null,
            report.games(),
            new Snapshot(file, taken));
    put(name, content);
  }

  /** What SQLite can't even copy is reported as the file that it is. */
  private void condemn(ItemName name, Path live, String fault)
      throws IOException, InterruptedException {
    FileStamp stamp = FileStamp.of(root.attributes(live));
    String sha256 = FileHash.of(live, rate);
    put(
        name,
        new Content(sha256, stamp, Validation.INVALID, fault, stamp.modified(), null, null, null));
  }

  private void put(ItemName name, Content content) {
    index.find(name.itemId()).ifPresent(before -> old.retire(before, content));
    index.present(name, content);
    if (content.validation() == Validation.INVALID) {
      LOG.warn("{} is INVALID and will not be served: {}", name.itemId(), content.evidence());
    } else {
      LOG.info(
          "{} has a new snapshot: {} bytes, {} games, sha256 {}",
          name.itemId(),
          content.stamp().size(),
          content.gameCount() == null ? "unknown" : content.gameCount(),
          content.sha256());
    }
  }
}
