package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PullSource;
import io.ringrift.dataplane.agent.fetch.PullSources;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells each stream what to fetch from whom, until all is there or nobody is left to give it.
 * Streams are spread evenly over the sources; a fast source serves more since its streams come back
 * sooner. What a source has not given when it is dropped goes to the others; and when nothing else
 * is left, a stream takes over what another would need far longer for. Thread-safe.
 */
final class SpanDesk {
  private static final long LOOK_MILLIS = 50;

  /** A stream takes over what it can do in less than this share of the other's time. */
  private static final double MUCH_FASTER = 0.25;

  /** What takes less than this is not worth fetching a chunk twice. */
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FetchTask task;
  private final PullSources sources;
  private final ChunkQueue queue;
  private final int streamsPerSource;
  private final Map<PullSource, Integer> streams = new HashMap<>();
  private final Set<Work> underWay = new HashSet<>();
  private boolean scattered;
  private Exception failure;

  /**
   * @param streamsPerSource most streams that fetch from one source at once
   */
  SpanDesk(FetchTask task, ChunkQueue queue, int streamsPerSource) {
    this.task = task;
    this.sources = task.sources();
    this.queue = queue;
    this.streamsPerSource = streamsPerSource;
  }

  /**
   * What to do next; waits for it.
   *
   * @param last what this stream has done before; null: nothing yet
   * @return null: it is over
   */
  synchronized Work next(Work last) throws InterruptedException {
    if (last != null) {
      end(last);
    }
    while (failure == null) {
      List<PullSource> usable = sources.usable();
      if (usable.isEmpty()) {
        fail(sources.failure());
        return null;
      }
      Work work = find(usable, last);
      if (work != null) {
        return work;
      }
      if (underWay.isEmpty() && task.partial().missing().isEmpty()) {
        return null;
      }
      wait(LOOK_MILLIS);
      task.throwIfCancelled();
    }
    return null;
  }

  private Work begin(PullSource source, ChunkQueue.Span span) {
    Work work = new Work(source, span, new SpanWriter(span, task));
    streams.merge(source, 1, Integer::sum);
    underWay.add(work);
    return work;
  }

  private void end(Work work) {
    work.ended();
    streams.merge(work.source(), -1, Integer::sum);
    if (underWay.remove(work) && !work.writer().complete()) {
      giveBack(work);
    }
    notifyAll();
  }

  /** From the source with the fewest streams that has something to give. */
  private Work find(List<PullSource> usable, Work last) {
    PullSource before = last == null ? null : last.source();
    BitSet received = receivedBy(usable);
    if (!scattered && sources.receiving()) {
      scattered = true;
      queue.scatter(task.order().operationId().hashCode());
    }
    List<PullSource> idlest =
        usable.stream()
            .filter(source -> count(source) < streamsPerSource)
            .sorted(
                Comparator.comparingInt(this::count)
                    .thenComparing(source -> source.equals(before) ? 0 : 1))
            .toList();
    for (PullSource source : idlest) {
      ChunkQueue.Span span = queue.next(source.has(), source.has() == null ? received : null);
      if (span != null) {
        return begin(source, span);
      }
    }
    boolean whole = !idlest.isEmpty() && idlest.get(0).has() == null;
    return whole && last != null && takeOver(last) ? find(usable, last) : null;
  }

  /** What the whole sources are spared, since nodes that are getting it have it already. */
  private BitSet receivedBy(List<PullSource> usable) {
    BitSet received = new BitSet();
    for (PullSource source : usable) {
      BitSet has = source.has();
      if (has != null) {
        received.or(has);
      }
    }
    return received;
  }

  private int count(PullSource source) {
    return streams.getOrDefault(source, 0);
  }

  /** Whether a span that is much too slow elsewhere is there to be fetched now. */
  private boolean takeOver(Work last) {
    if (last.writer().written() == 0) {
      return false;
    }
    double pace = last.pace();
    for (Work slow : underWay) {
      double mine = pace * slow.writer().left();
      double its = slow.nanosPerByte() * slow.writer().left();
      if (mine < its * MUCH_FASTER && Math.min(its, slow.nanos()) > SLOW_NANOS) {
        take(slow);
        return true;
      }
    }
    return false;
  }

  /** It goes back to the queue, and its stream learns that at once. */
  private void take(Work work) {
    underWay.remove(work);
    giveBack(work);
  }

  private void giveBack(Work work) {
    ChunkQueue.Span rest = work.takeBack();
    if (rest != null) {
      queue.giveBack(rest);
    }
  }

  /** This source is no good: what it was to give goes to the others. */
  synchronized void drop(PullSource source, FetchFailure why) {
    sources.drop(source, why);
    takeFrom(source);
  }

  /** This source sent what differs from the list. */
  synchronized void accuse(PullSource source, FetchFailure why) {
    sources.accuse(source, why);
    takeFrom(source);
  }

  private void takeFrom(PullSource source) {
    for (Work work : Set.copyOf(underWay)) {
      if (work.source().equals(source)) {
        take(work);
      }
    }
    notifyAll();
  }

  /** Nobody need go on. */
  synchronized void fail(Exception why) {
    if (failure == null) {
      failure = why;
      Set.copyOf(underWay).forEach(this::take);
    }
    notifyAll();
  }

  /** Null: it has not failed. */
  synchronized Exception failure() {
    return failure;
  }
}
