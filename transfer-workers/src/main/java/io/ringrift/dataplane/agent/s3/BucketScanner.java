package io.ringrift.dataplane.agent.s3;

import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import io.ringrift.dataplane.agent.source.ReportSink;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cluster told of what a bucket holds.
 *
 * <p>Goals: a bucket of any size in the memory of a page; only differences are asked about and
 * reported; a kill costs a page; a bucket that can't be read is not an empty bucket.
 *
 * <p>Algorithm: a pass merges the listing with the last known state, both in the order of the keys.
 * An object that is new or changed is asked for its hash and reported; one that is known but not
 * listed is reported gone; the rest costs nothing but its line of the listing. After each page the
 * reports are awaited and the page is appended to the next state.
 */
public final class BucketScanner implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(BucketScanner.class);

  /** How often an object without a hash is asked again: a sidecar may come later. */
  private static final Duration ASK_AGAIN = Duration.ofHours(1);

  private final Bucket bucket;
  private final Names names;
  private final KnownState state;
  private final BucketReports reports;
  private final Clock clock;
  private volatile BucketSummary summary;

  /**
   * How keys are read.
   *
   * @param manifestKey the consolidated manifest; empty: there is none
   */
  public record Names(ItemPatterns patterns, FolderMap folders, String manifestKey) {}

  /** What a pass has found so far. */
  private static final class Count {
    private long items;
    private long unhashed;
    private long bytes;
    private final Map<String, Long> unknown = new TreeMap<>();
  }

  /**
   * @param folder where the last known state is kept
   */
  public BucketScanner(
      Bucket bucket, Names names, Path folder, Boot boot, ReportSink reports, Clock clock)
      throws IOException {
    this.bucket = bucket;
    this.names = names;
    this.state = new KnownState(folder);
    this.reports = new BucketReports(boot, reports, clock);
    this.clock = clock;
    this.summary = new BucketSummary(state.lastPass().orElse(null), null, 0, 0, 0, Map.of());
  }

  public BucketSummary summary() {
    return summary;
  }

  /** One pass, or the rest of one that was interrupted. False: it can't go on; the state stands. */
  public boolean pass() {
    try {
      Count count = new Count();
      walk(count);
      state.commit();
      if (count.unhashed > 0 && count.unhashed != summary.unhashed()) {
        LOG.warn(
            "{} objects of the bucket are not reported: neither metadata, checksum, sidecar nor"
                + " manifest tells their sha256",
            count.unhashed);
      }
      summary =
          new BucketSummary(
              clock.instant(), null, count.items, count.unhashed, count.bytes, count.unknown);
      return true;
    } catch (IOException e) {
      LOG.warn(
          "pass over the bucket stops, what is known of it stands as of {}: {}",
          summary.lastPass(),
          e.getMessage());
      summary =
          new BucketSummary(
              summary.lastPass(),
              e.getMessage(),
              summary.items(),
              summary.unhashed(),
              summary.bytes(),
              summary.unknown());
      return false;
    }
  }

  private void walk(Count count) throws IOException {
    ConsolidatedManifest manifest =
        names.manifestKey().isEmpty()
            ? ConsolidatedManifest.NONE
            : ConsolidatedManifest.read(bucket, names.manifestKey());
    Optional<String> interrupted = state.interruptedAt();
    String after = interrupted.orElse(null);
    try (KnownState.Cursor known = state.read()) {
      while (after != null
          && known.current() != null
          && KeyOrder.compare(known.current().object().key(), after) <= 0) {
        known.advance();
      }
      List<Listed> page = page(after);
      while (!page.isEmpty()) {
        List<CompletionStage<Void>> sent = new ArrayList<>();
        List<Known> next = new ArrayList<>(page.size());
        for (Listed object : page) {
          if (after != null && KeyOrder.compare(object.key(), after) <= 0) {
            throw new IOException(
                "listed " + object.key() + " behind " + after + ", which is not S3's order");
          }
          after = object.key();
          if (bucket.isOwn(object.key())) {
            continue;
          }
          count.bytes += object.size();
          goneBefore(object.key(), known, sent);
          Known before =
              known.current() != null && known.current().object().key().equals(object.key())
                  ? known.current()
                  : null;
          look(object, before, manifest, count, sent).ifPresent(next::add);
          if (before != null) {
            known.advance();
          }
        }
        BucketReports.await(sent);
        state.append(next);
        page = page(after);
      }
      List<CompletionStage<Void>> sent = new ArrayList<>();
      goneBefore(null, known, sent);
      BucketReports.await(sent);
    }
  }

  /** Reports what is known to lie before this key as gone; null: all the rest. */
  private void goneBefore(String key, KnownState.Cursor known, List<CompletionStage<Void>> sent)
      throws IOException {
    while (known.current() != null
        && (key == null || KeyOrder.compare(known.current().object().key(), key) < 0)) {
      Known gone = known.current();
      Optional<ItemName> name = name(gone.object().key());
      if (gone.sha256() != null && name.isPresent()) {
        LOG.info("{} is no longer there", bucket.url(gone.object().key()));
        reports.shown(gone.object().key(), name.get(), null, sent);
      }
      known.advance();
    }
  }

  private Optional<Known> look(
      Listed object,
      Known before,
      ConsolidatedManifest manifest,
      Count count,
      List<CompletionStage<Void>> sent)
      throws IOException {
    Optional<ItemName> name = name(object.key());
    if (name.isEmpty()) {
      count.unknown.merge(kindOf(object.key()), 1L, Long::sum);
      return Optional.empty();
    }
    boolean same = before != null && before.describes(object);
    Instant now = clock.instant();
    if (same && (before.sha256() != null || before.checked().plus(ASK_AGAIN).isAfter(now))) {
      count(before.sha256(), count);
      return Optional.of(before);
    }
    Optional<Facts> facts = manifest.facts(object);
    facts = facts.isPresent() ? facts : bucket.facts(object);
    String sha256 = facts.map(Facts::sha256).orElse(null);
    count(sha256, count);
    boolean newest = true;
    if (facts.isPresent()) {
      newest = reports.shown(object.key(), name.get(), content(object, facts.get()), sent);
    } else if (before != null && before.sha256() != null) {
      // Replaced by something of which nobody tells what it is: the old content is gone.
      newest = reports.shown(object.key(), name.get(), null, sent);
    }
    if (!newest) {
      return Optional.ofNullable(before);
    }
    return Optional.of(new Known(object, sha256, now));
  }

  private static void count(String sha256, Count count) {
    if (sha256 == null) {
      count.unhashed++;
    } else {
      count.items++;
    }
  }

  private static Content content(Listed object, Facts facts) {
    Instant time = facts.contentTime() == null ? object.modified() : facts.contentTime();
    return new Content(
        facts.sha256(),
        new FileStamp(object.size(), object.modified().toEpochMilli() * 1_000_000L, 0),
        Validation.CLAIMED,
        null,
        time,
        facts.sampleCount(),
        facts.gameCount(),
        null);
  }

  private List<Listed> page(String after) throws IOException {
    reports.pageBegins();
    return bucket.page(after);
  }

  /**
   * Looks at one object beside the passes, since somebody says that it was brought there, and waits
   * until its report is acknowledged.
   *
   * @return the register write; nothing if the object doesn't tell this hash or has another size
   */
  public Optional<Holding> arrived(String itemId, String sha256, long sizeBytes)
      throws IOException {
    Optional<String> key = names.folders().path(itemId);
    Optional<ItemName> name = key.flatMap(this::name);
    Optional<Listed> object = name.isEmpty() ? Optional.empty() : bucket.find(key.get());
    if (object.isEmpty() || object.get().size() != sizeBytes) {
      return Optional.empty();
    }
    Optional<Facts> facts = bucket.facts(object.get()).filter(told -> told.sha256().equals(sha256));
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    List<CompletionStage<Void>> sent = new ArrayList<>();
    Known known = new Known(object.get(), sha256, clock.instant());
    Holding holding =
        reports.arrived(known, name.get(), content(object.get(), facts.get()), state, sent);
    BucketReports.await(sent);
    LOG.info("{} has arrived", bucket.url(key.get()));
    return Optional.of(holding);
  }

  @Override
  public void close() throws IOException {
    state.close();
  }

  private Optional<ItemName> name(String key) {
    if (key.endsWith(Bucket.SIDECAR) || key.equals(names.manifestKey())) {
      return Optional.empty();
    }
    Optional<String> itemId = names.folders().itemId(key);
    if (itemId.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(names.patterns().name(itemId.get()));
    } catch (RefusedItemException e) {
      return Optional.empty();
    }
  }

  private static String kindOf(String key) {
    int slash = key.indexOf('/');
    int dot = key.lastIndexOf('.');
    return (slash < 0 ? "" : key.substring(0, slash + 1))
        + "*"
        + (dot > key.lastIndexOf('/') ? key.substring(dot) : "");
  }
}
