package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.replay.Change;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The manifest as it was known at a log time, what changed between two, and what shaped an item.
 *
 * <p>Reads the history and writes nothing but a scratch folder. Which operations were open then is
 * not told: no replica is COPYING. Times are those at which the broker took a record.
 */
public final class TimeTravel {

  private final HistoryLog log;
  private final Path scratch;
  private final int threads;
  private final ReplayProgress progress;

  /**
   * @param scratch folder for rows that don't fit in memory; what is put there is gone at the end
   * @param threads that read
   */
  public TimeTravel(HistoryLog log, Path scratch, int threads, ReplayProgress progress) {
    this.log = log;
    this.scratch = scratch;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Items found, by id.
   *
   * @param truncated whether there are more
   */
  public record Listing(List<ManifestItem> items, boolean truncated) {}

  /**
   * Items that changed, by id.
   *
   * @param events what changed them, in order
   * @param truncated whether more changed
   */
  public record Changes(List<Change> changes, List<HistoryEntry> events, boolean truncated) {}

  /** Every record that speaks of the item, in order, after {@code from} and up to {@code to}. */
  public List<HistoryEntry> history(String itemId, Optional<Instant> from, Optional<Instant> to) {
    return search(Set.of(itemId), from.map(log::endsAt).orElseGet(log::begins).to(end(to)));
  }

  /** The item's row as it was known then; empty when it wasn't. */
  public Optional<ManifestItem> item(String itemId, Instant at) {
    Offsets ends = log.endsAt(at);
    Origin origin = new Baselines(log).nearest(ends, at);
    List<HistoryEntry> entries = search(Set.of(itemId), origin.rows());
    entries.removeIf(entry -> !origin.owns(entry.value()));
    entries.addAll(search(Set.of(itemId), origin.from().to(ends)));
    Item item = null;
    for (HistoryEntry entry : entries) {
      if (entry.refusal() == null) {
        Item delta = ItemDeltas.of(entry.value()).orElse(null);
        item = item == null ? delta : delta == null ? item : item.merge(delta);
      }
    }
    if (item == null) {
      return Optional.empty();
    }
    return Optional.of(published(item, NodesThen.at(log, scan(), at), at));
  }

  /** The items that were known then. */
  public Listing items(Instant at, Predicate<ManifestItem> wanted, int limit) {
    try (Scratch folder = Scratch.in(scratch);
        HistoryFold fold = fold(folder, "then")) {
      foldUntil(fold, at, id -> true);
      NodesThen nodes = NodesThen.at(log, scan(), at);
      List<ManifestItem> found = new ArrayList<>();
      try (FoldedRows.Cursor rows = fold.rows().rows()) {
        for (; rows.isValid(); rows.next()) {
          ManifestItem item = published(ItemBytes.parse(rows.value()), nodes, at);
          if (wanted.test(item)) {
            if (found.size() == limit) {
              return new Listing(found, true);
            }
            found.add(item);
          }
        }
      }
      return new Listing(found, false);
    }
  }

  /** What became known after {@code from} and up to {@code to}. */
  public Changes diff(Instant from, Instant to, int limit) {
    Offsets since = log.endsAt(from);
    Offsets until = log.endsAt(to);
    List<Change> changes = new ArrayList<>();
    boolean truncated = false;
    try (Scratch folder = Scratch.in(scratch);
        HistoryFold said = fold(folder, "said");
        HistoryFold before = fold(folder, "before")) {
      fold(said, since.to(until), id -> true);
      // Only of items of which something was said: most rows of a large manifest stand still.
      foldUntil(before, from, said.rows()::has);
      try (FoldedRows.Cursor rows = said.rows().rows()) {
        for (; rows.isValid() && !truncated; rows.next()) {
          Optional<Change> change = change(before, rows.key(), rows.value());
          truncated = change.isPresent() && changes.size() == limit;
          if (change.isPresent() && !truncated) {
            changes.add(change.get());
          }
        }
      }
    }
    Set<String> items = new HashSet<>();
    changes.forEach(change -> items.add(change.itemId()));
    return new Changes(
        changes, items.isEmpty() ? List.of() : search(items, since.to(until)), truncated);
  }

  private static Optional<Change> change(HistoryFold before, byte[] key, byte[] said) {
    String itemId = new String(key, StandardCharsets.UTF_8);
    byte[] was = before.rows().get(itemId);
    Item delta = ItemBytes.parse(said);
    Item old = was == null ? null : ItemBytes.parse(was);
    Item now = old == null ? delta : old.merge(delta);
    return now.equals(old) ? Optional.empty() : Optional.of(new Change(itemId, old, now));
  }

  private List<HistoryEntry> search(Set<String> items, List<Span> spans) {
    HistorySearch search = new HistorySearch(log, scan(), items);
    progress.begin("history", Offsets.length(search.narrow(spans)));
    return search.search(spans);
  }

  /** From the nearest baseline and what came after it. */
  private void foldUntil(HistoryFold fold, Instant at, Predicate<String> items) {
    Offsets ends = log.endsAt(at);
    Origin origin = new Baselines(log).nearest(ends, at);
    progress.begin("baseline", Offsets.length(origin.rows()));
    fold.fold(origin, items);
    fold(fold, origin.from().to(ends), items);
  }

  private void fold(HistoryFold fold, List<Span> spans, Predicate<String> items) {
    progress.begin("history", Offsets.length(spans));
    fold.fold(spans, items);
  }

  private HistoryFold fold(Scratch folder, String name) {
    return new HistoryFold(log, scan(), folder.folder(name));
  }

  private ParallelScan scan() {
    return new ParallelScan(log, threads, progress);
  }

  private Offsets end(Optional<Instant> time) {
    return time.map(log::endsAt).orElseGet(log::ends);
  }

  private static ManifestItem published(Item item, NodesThen nodes, Instant at) {
    return ItemCodec.toAvro(new Row(item, Standing.of(item, nodes, Set.of(), null, at)));
  }
}
