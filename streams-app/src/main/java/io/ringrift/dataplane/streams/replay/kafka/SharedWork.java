package io.ringrift.dataplane.streams.replay.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pieces of work that several threads share: each takes the next one when it is free. */
final class SharedWork {

  private SharedWork() {}

  /**
   * Does all pieces; throws what the first thread that failed threw.
   *
   * @param worker run by each thread; is given where the next piece comes from, null at the end
   */
  static <T> void run(int threads, Collection<T> pieces, Consumer<Supplier<T>> worker) {
    Queue<T> left = new ConcurrentLinkedQueue<>(pieces);
    int workers = Math.min(threads, pieces.size());
    if (workers == 0) {
      return;
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(workers, task -> new Thread(task, "replay"));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(executor.submit(() -> worker.accept(left::poll)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      left.clear();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new ReplayException("replaying failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayException("interrupted while replaying", e);
    } finally {
      executor.shutdownNow();
    }
  }
}
