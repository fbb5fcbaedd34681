package io.ringrift.dataplane.streams.replay.kafka;

import static java.util.stream.Collectors.toSet;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.replay.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
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
   * @param scratch folder for what doesn't fit in memory; what is put there is gone at the end
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
      readUntil(fold, at, hash -> true);
      NodesThen nodes = NodesThen.at(log, scan(), at);
      FirstById<ManifestItem> found = new FirstById<>(limit);
      fold.inParts(
          threads,
          rows ->
              rows.forEach(
                  row -> {
                    ManifestItem item = published(row, nodes, at);
                    if (wanted.test(item)) {
                      found.add(row.itemId(), item);
                    }
                  }));
      return new Listing(found.values(), found.truncated());
    }
  }

  /** What became known after {@code from} and up to {@code to}. */
  public Changes diff(Instant from, Instant to, int limit) {
    Offsets since = log.endsAt(from);
    Offsets until = log.endsAt(to);
    FirstById<Change> changes = new FirstById<>(limit);
    try (Scratch folder = Scratch.in(scratch);
        HistoryFold said = fold(folder, "said");
        HistoryFold before = fold(folder, "before")) {
      // Only of items of which something was said: most rows of a large manifest stand still.
      HashFilter named = new HashFilter();
      read(
          said,
          since.to(until),
          hash -> {
            named.add(hash);
            return true;
          });
      readUntil(before, from, named::mayHold);
      Spill.sideBySide(
          threads,
          List.of(said.spill(), before.spill()),
          groups ->
              groups.forEach(
                  group -> {
                    Map<String, Item> old = before.rows(group, 1);
                    for (Item delta : said.rows(group, 0).values()) {
                      change(old.get(delta.itemId()), delta)
                          .ifPresent(change -> changes.add(change.itemId(), change));
                    }
                  }));
    }
    Set<String> items = changes.values().stream().map(Change::itemId).collect(toSet());
    return new Changes(
        changes.values(),
        items.isEmpty() ? List.of() : search(items, since.to(until)),
        changes.truncated());
  }

  private static Optional<Change> change(Item old, Item delta) {
    Item now = old == null ? delta : old.merge(delta);
    return now.equals(old) ? Optional.empty() : Optional.of(new Change(delta.itemId(), old, now));
  }

  private List<HistoryEntry> search(Set<String> items, List<Span> spans) {
    HistorySearch search = new HistorySearch(log, scan(), items);
    progress.begin("history", Offsets.length(search.narrow(spans)));
    return search.search(spans);
  }

  /** From the nearest baseline and what came after it. */
  private void readUntil(HistoryFold fold, Instant at, IntPredicate wanted) {
    Offsets ends = log.endsAt(at);
    Origin origin = new Baselines(log).nearest(ends, at);
    progress.begin("baseline", Offsets.length(origin.rows()));
    fold.read(origin, wanted);
    read(fold, origin.from().to(ends), wanted);
  }

  private void read(HistoryFold fold, List<Span> spans, IntPredicate wanted) {
    progress.begin("history", Offsets.length(spans));
    fold.read(spans, wanted);
  }

  private HistoryFold fold(Scratch folder, String name) {
    return new HistoryFold(log.intake(), scan(), folder.folder(name));
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
