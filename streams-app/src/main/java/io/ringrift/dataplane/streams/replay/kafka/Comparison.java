package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Difference;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the live rows against the rebuilt ones, both in the order of their keys, ranges of them at
 * the same time. In memory are only digests and the items that differ, up to a limit.
 */
final class Comparison {

  /** Differing items that are looked at one by one; more are only counted. */
  static final int MOST = 10_000;

  private final LiveManifest live;
  private final FoldedRows rebuilt;

  private Digest equal = Digest.EMPTY;
  private Digest moreLive = Digest.EMPTY;
  private Digest moreRebuilt = Digest.EMPTY;
  private long more;
  private final SortedSet<String> suspects = new TreeSet<>();

  Comparison(LiveManifest live, FoldedRows rebuilt) {
    this.live = live;
    this.rebuilt = rebuilt;
  }

  /** Compares all rows, ranges of them at the same time. */
  void all(int threads) {
    rebuilt.inRanges(threads, this::compare);
  }

  private void compare(RowRange range) {
    Digest same = Digest.EMPTY;
    try (RowStore.Rows is = live.rows().rows(range);
        FoldedRows.Cursor should = rebuilt.rows(range)) {
      while (is.isValid() || should.isValid()) {
        int order =
            !is.isValid()
                ? 1
                : !should.isValid() ? -1 : Arrays.compareUnsigned(is.key(), should.key());
        byte[] key = order <= 0 ? is.key() : should.key();
        byte[] liveBytes = order <= 0 ? liveBytes(is.value()) : null;
        byte[] rebuiltBytes = order >= 0 ? should.value() : null;
        if (!Arrays.equals(liveBytes, rebuiltBytes)) {
          differs(key, liveBytes, rebuiltBytes);
        } else if (liveBytes != null) {
          same = same.plus(liveBytes);
        }
        if (order <= 0) {
          is.next();
        }
        if (order >= 0) {
          should.next();
        }
      }
    }
    same(same);
  }

  private synchronized void same(Digest part) {
    equal = equal.plus(part);
  }

  private synchronized void differs(byte[] key, byte[] is, byte[] should) {
    if (suspects.size() < MOST) {
      suspects.add(new String(key, StandardCharsets.UTF_8));
    } else {
      more++;
      moreLive = is == null ? moreLive : moreLive.plus(is);
      moreRebuilt = should == null ? moreRebuilt : moreRebuilt.plus(should);
    }
  }

  /** Compares again those that differed; whatever was folded meanwhile may have made them equal. */
  void suspectsAgain() {
    suspects.removeIf(
        itemId -> {
          byte[] is = liveBytes(itemId);
          byte[] should = rebuilt.get(itemId);
          boolean same = Arrays.equals(is, should);
          if (same && is != null) {
            equal = equal.plus(is);
          }
          return same;
        });
  }

  SortedSet<String> suspects() {
    return suspects;
  }

  /** Differing items beyond those that are looked at. */
  long more() {
    return more;
  }

  Digest liveDigest() {
    Digest digest = equal.plus(moreLive);
    for (String itemId : suspects) {
      byte[] bytes = liveBytes(itemId);
      digest = bytes == null ? digest : digest.plus(bytes);
    }
    return digest;
  }

  Digest rebuiltDigest() {
    Digest digest = equal.plus(moreRebuilt);
    for (String itemId : suspects) {
      byte[] bytes = rebuilt.get(itemId);
      digest = bytes == null ? digest : digest.plus(bytes);
    }
    return digest;
  }

  /** Those that differ still, by item. */
  SortedMap<String, Difference> differences() {
    SortedMap<String, Difference> differences = new TreeMap<>();
    for (String itemId : suspects) {
      byte[] should = rebuilt.get(itemId);
      differences.put(
          itemId,
          new Difference(
              itemId,
              live.item(live.rows().get(RowStore.key(itemId))),
              should == null ? null : ItemBytes.parse(should)));
    }
    return differences;
  }

  private byte[] liveBytes(String itemId) {
    return liveBytes(live.rows().get(RowStore.key(itemId)));
  }

  private byte[] liveBytes(byte[] published) {
    if (published == null) {
      return null;
    }
    Item item = live.item(published);
    // What is left of an item that a repair took away while operations were bringing it.
    return item.blank() ? null : ItemBytes.of(item);
  }
}
