package io.ringrift.dataplane.streams.replay.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads spans of partitions with several threads, each with a consumer of its own.
 *
 * <p>Spans are cut into chunks that threads take when they are free, so that one long partition
 * keeps all of them busy. Chunks of one partition are read at the same time: a sink that needs the
 * order of a partition asks for whole spans.
 */
final class ParallelScan {

  /** Offsets a chunk: about 20 MB, a hundred times what is fetched past its end in vain. */
  private static final long CHUNK = 100_000;

  private static final Duration POLL = Duration.ofMillis(500);

  /** A broker that gives nothing for so long has lost the offsets that it named. */
  private static final int EMPTY_POLLS = 120;

  private final HistoryLog log;
  private final int threads;
  private final ReplayProgress progress;

  ParallelScan(HistoryLog log, int threads, ReplayProgress progress) {
    this.log = log;
    this.threads = threads;
    this.progress = progress;
  }

  /** Takes what one poll brought; called by several threads at once. */
  @FunctionalInterface
  interface Sink {
    void take(List<ConsumerRecord<byte[], byte[]>> records);
  }

  /** Reads all; the order is kept within a chunk only. */
  void chunks(List<Span> spans, Sink sink) {
    List<Span> chunks = new ArrayList<>();
    for (Span span : spans) {
      for (long from = span.from(); from < span.to(); from += CHUNK) {
        chunks.add(new Span(span.partition(), from, Math.min(from + CHUNK, span.to())));
      }
    }
    run(chunks, sink);
  }

  /** Reads all; the order of each partition is kept. */
  void inOrder(List<Span> spans, Sink sink) {
    run(spans, sink);
  }

  private void run(List<Span> spans, Sink sink) {
    SharedWork.run(
        threads,
        spans,
        next -> {
          try (Consumer<byte[], byte[]> consumer = log.consumer()) {
            for (Span span = next.get(); span != null; span = next.get()) {
              read(consumer, span, sink);
            }
          }
        });
  }

  private void read(Consumer<byte[], byte[]> consumer, Span span, Sink sink) {
    TopicPartition partition = span.partition();
    consumer.assign(List.of(partition));
    consumer.seek(partition, span.from());
    long at = span.from();
    int empty = 0;
    while (at < span.to()) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
      int end = records.size();
      while (end > 0 && records.get(end - 1).offset() >= span.to()) {
        end--;
      }
      if (end > 0) {
        sink.take(records.subList(0, end));
      }
      long now = Math.min(consumer.position(partition), span.to());
      progress.add(now - at);
      empty = now == at ? empty + 1 : 0;
      if (empty == EMPTY_POLLS) {
        throw new ReplayException(
            partition + " gave nothing after offset " + now + ", its end is " + span.to());
      }
      at = now;
    }
  }
}
