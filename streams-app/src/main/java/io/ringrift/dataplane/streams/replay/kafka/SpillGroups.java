package io.ringrift.dataplane.streams.replay.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Parts of several spills side by side, the records of one hash at a time: what is made of an item
 * is made while it is in the core's cache. For one thread.
 */
final class SpillGroups {

  private final List<Cursor> sides;

  private SpillGroups(List<Cursor> sides) {
    this.sides = sides;
  }

  /** Of parts that fit into memory. */
  static SpillGroups inMemory(List<SpillPart> parts) {
    return new SpillGroups(parts.stream().map(part -> (Cursor) new Sorted(part)).toList());
  }

  /** Of parts in which all hashes are the same, however many records that are. */
  static SpillGroups ofOneHash(List<SpillPart> parts) {
    return new SpillGroups(parts.stream().map(part -> (Cursor) new Whole(part)).toList());
  }

  /** Records with the same hash, which are those of one item but by rare chance. */
  @FunctionalInterface
  interface Group {

    /**
     * Gives the records of a spill in the order in which they were put.
     *
     * @param side which of the spills, in the order in which they were named
     */
    void records(int side, SpillPart.Taker taker);
  }

  /** Gives each group once, in the order of the hashes. */
  void forEach(Consumer<Group> taker) {
    for (OptionalInt next = lowest(); next.isPresent(); next = lowest()) {
      int hash = next.getAsInt();
      taker.accept(
          (side, records) -> {
            if (standsAt(sides.get(side), hash)) {
              sides.get(side).records(records);
            }
          });
      for (Cursor side : sides) {
        if (standsAt(side, hash)) {
          side.next();
        }
      }
    }
  }

  private OptionalInt lowest() {
    return sides.stream().filter(side -> !side.atEnd()).mapToInt(Cursor::hash).min();
  }

  private static boolean standsAt(Cursor side, int hash) {
    return !side.atEnd() && side.hash() == hash;
  }

  /** Stands at the records of a hash. */
  private interface Cursor {

    boolean atEnd();

    int hash();

    void records(SpillPart.Taker taker);

    void next();
  }

  /** By hash, then as they were put: what is sorted are numbers of hash and place. */
  private static final class Sorted implements Cursor {

    private final SpillPart part;
    private final ByteBuffer entries;
    private final long[] places;
    private int at;
    private int end;

    private Sorted(SpillPart part) {
      this.part = part;
      this.entries = part.load();
      this.places = places(entries);
      next();
    }

    private static long[] places(ByteBuffer entries) {
      long[] places = new long[1024];
      int count = 0;
      for (int at = 0; at < entries.limit(); at += SpillPart.length(entries, at)) {
        if (count == places.length) {
          places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = (long) SpillPart.hash(entries, at) << Integer.SIZE | at;
      }
      places = Arrays.copyOf(places, count);
      Arrays.sort(places);
      return places;
    }

    @Override
    public boolean atEnd() {
      return at == places.length;
    }

    @Override
    public int hash() {
      return hash(at);
    }

    private int hash(int index) {
      return (int) (places[index] >> Integer.SIZE);
    }

    @Override
    public void records(SpillPart.Taker taker) {
      for (int i = at; i < end; i++) {
        part.record(entries.position((int) places[i]), taker);
      }
    }

    @Override
    public void next() {
      at = end;
      while (end < places.length && hash(end) == hash(at)) {
        end++;
      }
    }
  }

  /** Read from the file as they are asked for. */
  private static final class Whole implements Cursor {

    private final SpillPart part;
    private boolean atEnd;

    private Whole(SpillPart part) {
      this.part = part;
      this.atEnd = part.bytes() == 0;
    }

    @Override
    public boolean atEnd() {
      return atEnd;
    }

    @Override
    public int hash() {
      return 0;
    }

    @Override
    public void records(SpillPart.Taker taker) {
      part.entries((hash, entry) -> part.record(entry, taker));
    }

    @Override
    public void next() {
      atEnd = true;
    }
  }
}
