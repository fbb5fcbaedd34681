package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Difference;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Holds the live rows against the rebuilt ones, a part of both at a time. What stays in memory are
 * digests and the items that differ, up to a limit.
 */
final class Comparison {

  /** Differing items that are looked at one by one; more are only counted. */
  static final int MOST = 10_000;

  private final LiveManifest live;
  private final HistoryFold rebuilt;

  private Digest equal = Digest.EMPTY;
  private Digest moreLive = Digest.EMPTY;
  private Digest moreRebuilt = Digest.EMPTY;
  private long more;
  private final SortedMap<String, Suspect> suspects = new TreeMap<>();

  /** An item that differs; either side may have none. */
  private static final class Suspect {
    private Item is;
    private Item should;

    private Suspect(Item is, Item should) {
      this.is = is;
      this.should = should;
    }

    private boolean differs() {
      return !Arrays.equals(bytes(is), bytes(should));
    }

    private static byte[] bytes(Item item) {
      return item == null ? null : ItemBytes.of(item);
    }
  }

  Comparison(LiveManifest live, HistoryFold rebuilt) {
    this.live = live;
    this.rebuilt = rebuilt;
  }

  /** Compares all rows. */
  void all(int threads) {
    Spill.sideBySide(
        threads,
        List.of(live.spill(), rebuilt.spill()),
        groups -> {
          Digest.Sum same = new Digest.Sum();
          groups.forEach(group -> compare(live.rows(group, 0), rebuilt.rows(group, 1), same));
          same(same.digest());
        });
  }

  private void compare(Map<String, byte[]> published, Map<String, Item> rows, Digest.Sum same) {
    Set<String> ids = new HashSet<>(published.keySet());
    ids.addAll(rows.keySet());
    for (String itemId : ids) {
      Item is = live.item(published.get(itemId));
      Item should = rows.get(itemId);
      Suspect suspect = new Suspect(is, should);
      if (suspect.differs()) {
        differs(itemId, suspect);
      } else {
        same.add(is);
      }
    }
  }

  private synchronized void same(Digest part) {
    equal = equal.plus(part);
  }

  private synchronized void differs(String itemId, Suspect suspect) {
    if (suspects.size() < MOST) {
      suspects.put(itemId, suspect);
    } else {
      more++;
      moreLive = moreLive.plus(digest(suspect.is));
      moreRebuilt = moreRebuilt.plus(digest(suspect.should));
    }
  }

  /** Takes a newer row of the live manifest; safe for use by many threads. */
  void isNow(String itemId, byte[] published) {
    Suspect suspect = suspects.get(itemId);
    if (suspect != null) {
      suspect.is = live.item(published);
    }
  }

  /** Takes what newer records say; safe for use by many threads. */
  void shouldBe(Item delta) {
    Suspect suspect = suspects.get(delta.itemId());
    if (suspect != null) {
      synchronized (suspect) {
        suspect.should = suspect.should == null ? delta : suspect.should.merge(delta);
      }
    }
  }

  /** Compares again those that differed; whatever came meanwhile may have made them equal. */
  void suspectsAgain() {
    suspects
        .values()
        .removeIf(
            suspect -> {
              if (suspect.differs()) {
                return false;
              }
              equal = equal.plus(digest(suspect.is));
              return true;
            });
  }

  /** Whether there is something to compare again. */
  boolean suspicious() {
    return !suspects.isEmpty();
  }

  /** Differing items beyond those that are looked at. */
  long more() {
    return more;
  }

  Digest liveDigest() {
    return digest(suspect -> suspect.is).plus(equal).plus(moreLive);
  }

  Digest rebuiltDigest() {
    return digest(suspect -> suspect.should).plus(equal).plus(moreRebuilt);
  }

  private Digest digest(Function<Suspect, Item> side) {
    Digest.Sum sum = new Digest.Sum();
    suspects.values().forEach(suspect -> sum.add(side.apply(suspect)));
    return sum.digest();
  }

  /** Those that differ still, by id. */
  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    suspects.forEach(
        (itemId, suspect) -> differences.add(new Difference(itemId, suspect.is, suspect.should)));
    return differences;
  }

  private static Digest digest(Item item) {
    Digest.Sum sum = new Digest.Sum();
    sum.add(item);
    return sum.digest();
  }
}
