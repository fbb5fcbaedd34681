package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node holds, and what of it the cluster has been told. Kept in memory (some 450 bytes an
 * item) and in an append-only file, so that a restart hashes nothing again and a kill loses no
 * report: a holding counts as reported only once the broker has acknowledged it. Thread-safe.
 */
public final class HoldingIndex implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HoldingIndex.class);

  /** The file is rewritten when it has this many lines more than twice the items. */
  private static final int SLACK_LINES = 10_000;

  private final AppendLog log;
  private final Boot boot;
  private final Clock clock;
  private final Holdings holdings = new Holdings();
  private final Map<String, Holding> unreported = new LinkedHashMap<>();

  private boolean incomplete;
  private volatile long version;

  private HoldingIndex(AppendLog log, Boot boot, Clock clock) {
    this.log = log;
    this.boot = boot;
    this.clock = clock;
  }

  public static HoldingIndex open(Path file, Boot boot, Clock clock) throws IOException {
    HoldingIndex index = new HoldingIndex(new AppendLog(file), boot, clock);
    index.incomplete = !Files.exists(file);
    index.log.replay(index::replay);
    index.compact();
    return index;
  }

  public synchronized Optional<Holding> find(String itemId) {
    return Optional.ofNullable(holdings.get(itemId));
  }

  /** All holdings, by item id; a copy. */
  public synchronized List<Holding> all() {
    return new ArrayList<>(holdings.all());
  }

  /** Holdings whose item id begins with this; a copy. */
  synchronized List<Holding> under(String prefix) {
    return new ArrayList<>(holdings.under(prefix));
  }

  /** Holdings of this kind and config, by item id; a copy of no more than these. */
  public synchronized List<Holding> of(ItemKind kind, String configKey) {
    return holdings.of(kind, configKey);
  }

  /**
   * The node has this content. Known content under a new stamp (touched, moved, copied back) is
   * only stamped anew; anything else is a register write and will be reported.
   *
   * @return the register as it stands now
   */
  public synchronized Holding present(ItemName name, Content content) {
    Holding before = holdings.get(name.itemId());
    if (before != null
        && before.present()
        && before.content().sha256().equals(content.sha256())
        && !betterJudged(content, before.content())) {
      Holding stamped =
          new Holding(
              before.name(),
              before.content().seenAs(content),
              before.boot(),
              before.sequence(),
              before.observedAt());
      holdings.put(stamped);
      unreported.computeIfPresent(name.itemId(), (id, older) -> stamped);
      append(stamped);
      return stamped;
    }
    return write(name, content);
  }

  /**
   * The file is not what it was when it was hashed, although nobody has written to it.
   *
   * @return false if the register has changed meanwhile and says nothing of that file any more
   */
  synchronized boolean damaged(Holding holding, String evidence) {
    if (!holding.equals(holdings.get(holding.name().itemId()))) {
      return false;
    }
    write(holding.name(), holding.content().damaged(evidence));
    return true;
  }

  /** The node no longer has the item; nothing happens if it never had it. */
  public synchronized void absent(ItemName name) {
    Holding before = holdings.get(name.itemId());
    if (before != null && before.present()) {
      write(name, null);
    }
  }

  /**
   * The file of this register was taken away.
   *
   * @return false if the register has changed meanwhile and tells of another file
   */
  synchronized boolean removed(Holding holding) {
    Holding now = holdings.get(holding.name().itemId());
    if (now != null && now.present() && !now.equals(holding)) {
      return false;
    }
    absent(holding.name());
    return true;
  }

  /** Reports an item as gone that the cluster believes to be here and this index never knew. */
  synchronized void neverKnown(ItemName name) {
    if (!holdings.has(name.itemId())) {
      write(name, null);
    }
  }

  /** Whether the file was not there, or not whole, when it was opened. */
  synchronized boolean incomplete() {
    return incomplete;
  }

  /** The oldest writes that the cluster has not been told, waiting for the first one. */
  public synchronized List<Holding> awaitUnreported(int most, Duration patience)
      throws InterruptedException {
    if (unreported.isEmpty()) {
      wait(Math.max(1, patience.toMillis()));
    }
    return unreported.values().stream().limit(most).toList();
  }

  /** The broker has acknowledged this write. */
  public synchronized void reported(Holding holding) {
    String itemId = holding.name().itemId();
    Holding waiting = unreported.get(itemId);
    if (waiting == null || waiting.sequence() != holding.sequence()) {
      return;
    }
    unreported.remove(itemId);
    if (!waiting.present()) {
      holdings.remove(itemId);
    }
    append(waiting);
  }

  /** Grows with every register write. */
  public long version() {
    return version;
  }

  public synchronized int unreportedCount() {
    return unreported.size();
  }

  public long bootNumber() {
    return boot.number();
  }

  /** Takes the next place in the order of this boot, for heartbeats. */
  public long nextSequence() {
    return boot.nextSequence();
  }

  @Override
  public synchronized void close() throws IOException {
    log.close();
  }

  private Holding write(ItemName name, Content content) {
    Holding holding =
        new Holding(name, content, boot.number(), boot.nextSequence(), clock.instant());
    holdings.put(holding);
    unreported.remove(name.itemId());
    unreported.put(name.itemId(), holding);
    append(holding);
    version = holding.sequence();
    notifyAll();
    return holding;
  }

  /**
   * Received content counts as CLAIMED until this node has read it itself; it also repairs a file
   * that was found damaged.
   */
  private static boolean betterJudged(Content now, Content before) {
    return now.validation() == Validation.CLAIMED
        ? before.validation() == Validation.INVALID && !now.stamp().equals(before.stamp())
        : now.validation() != before.validation();
  }

  private void append(Holding holding) {
    try {
      log.append(
          HoldingLines.write(holding, !unreported.containsKey(holding.name().itemId())), false);
      if (log.appended() > 2L * holdings.size() + SLACK_LINES) {
        compact();
      }
    } catch (IOException e) {
      // Without its index an agent would forget what it still has to report.
      throw new UncheckedIOException("index can't be written: " + e.getMessage(), e);
    }
  }

  private void compact() throws IOException {
    Stream<String> lines =
        holdings.all().stream()
            .map(h -> HoldingLines.write(h, !unreported.containsKey(h.name().itemId())));
    log.rewrite(lines);
  }

  private void replay(String text) {
    HoldingLines.Line line;
    try {
      line = HoldingLines.read(text);
    } catch (IllegalArgumentException e) {
      // The file is then hashed and reported again.
      incomplete = true;
      LOG.warn("index line skipped, its item will be hashed again: {}", e.getMessage());
      return;
    }
    String itemId = line.holding().name().itemId();
    unreported.remove(itemId);
    if (!line.reported()) {
      unreported.put(itemId, line.holding());
    }
    if (line.holding().present() || !line.reported()) {
      holdings.put(line.holding());
    } else {
      holdings.remove(itemId);
    }
  }
}
