package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import io.ringrift.dataplane.agent.fetch.PullSource;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks the nodes that are getting the same content what they have of it by now, again and again
 * while the fetch lasts. One that doesn't answer has nothing: it may not have begun yet.
 */
final class ReceiverWatch implements Runnable {
  private static final long INTERVAL_MILLIS = 150;

  private final FetchTask task;
  private final Function<PullSource, RangeConnection> connect;
  private final int chunks;
  private final Map<PullSource, RangeConnection> connections = new HashMap<>();
  private volatile boolean over;

  ReceiverWatch(FetchTask task, Function<PullSource, RangeConnection> connect) {
    this.task = task;
    this.connect = connect;
    this.chunks =
        Math.toIntExact(
            (task.order().sizeBytes() + PartialFile.CHUNK_BYTES - 1) / PartialFile.CHUNK_BYTES);
  }

  @Override
  public void run() {
    try {
      while (!over) {
        for (PullSource source : task.sources().remaining()) {
          if (source.has() != null && !over) {
            source.has(ask(source));
          }
        }
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // The agent shuts down.
    } finally {
      connections.values().forEach(this::close);
    }
  }

  /** The fetch has ended. */
  void end() {
    over = true;
  }

  /** What it has; null: everything. */
  private BitSet ask(PullSource source) {
    RangeConnection connection =
        connections.computeIfAbsent(
            source,
            fresh -> {
              RangeConnection made = connect.apply(fresh);
              task.closeOnCancel(made);
              return made;
            });
    try {
      BitSet has =
          BitSet.valueOf(ChunkAnswer.read(task, source, connection, (chunks + 7) / Byte.SIZE));
      return has.nextClearBit(0) >= chunks ? null : has;
    } catch (IOException | FetchFailure e) {
      connection.reset();
      return new BitSet();
    }
  }

  private void close(RangeConnection connection) {
    task.leave(connection);
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing more is expected from it.
    }
  }
}
