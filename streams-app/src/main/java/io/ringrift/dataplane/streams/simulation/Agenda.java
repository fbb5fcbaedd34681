package io.ringrift.dataplane.streams.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/** Simulated time: what is to happen, in the order of time and then of entry. */
final class Agenda implements InstantSource {

  private record Entry(Instant at, long number, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private Instant now;
  private long entered;

  Agenda(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void in(Duration wait, Runnable what) {
    at(now.plus(wait), what);
  }

  void at(Instant time, Runnable what) {
    entries.add(new Entry(time, entered++, what));
  }

  /** Again and again, for ever. */
  void every(Duration interval, Runnable what) {
    in(
        interval,
        () -> {
          what.run();
          every(interval, what);
        });
  }

  /** Lets time pass, with all that happens in it. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    while (!entries.isEmpty() && !entries.peek().at().isAfter(end)) {
      Entry next = entries.poll();
      now = next.at();
      next.what().run();
    }
    now = end;
  }
}
