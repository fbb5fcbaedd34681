package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.topology.HistoryIntake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the time of a rebuild and of the steps it consists of, each over the whole history. */
public final class RebuildTiming {

  private final HistoryLog log;
  private final int threads;

  /**
   * @param threads that read
   */
  public RebuildTiming(HistoryLog log, int threads) {
    this.log = log;
    this.threads = threads;
  }

  /**
   * What was measured.
   *
   * @param digest null when no rows were kept
   */
  public record Timing(long records, Duration took, Digest digest) {

    /** Records a second. */
    public double rate() {
      return records / (took.toNanos() / 1e9);
    }
  }

  /** The limit: consumers that decode the values and do nothing with them. */
  public Timing decode() {
    Map<String, Function<byte[], Object>> decoders =
        log.topics().all().stream()
            .filter(topic -> log.intake().topics().contains(topic.name()))
            .collect(Collectors.toMap(Topic::name, RebuildTiming::decoder));
    return read(record -> decoders.get(record.topic()).apply(record.value()));
  }

  private static Function<byte[], Object> decoder(Topic<?> topic) {
    return bytes -> topic.value().deserializer().deserialize(topic.name(), bytes);
  }

  /** Decoding, the intake's checks, and what each record says of an item. */
  public Timing intake() {
    HistoryIntake intake = log.intake();
    return read(intake::read);
  }

  private Timing read(Function<ConsumerRecord<byte[], byte[]>, Object> step) {
    LongAdder records = new LongAdder();
    long began = System.nanoTime();
    scan()
        .chunks(
            spans(),
            batch -> {
              for (ConsumerRecord<byte[], byte[]> record : batch) {
                if (step.apply(record) != null) {
                  records.increment();
                }
              }
            });
    return new Timing(records.sum(), Duration.ofNanos(System.nanoTime() - began), null);
  }

  /**
   * All of it: the history spilled by item, then rows and their digest.
   *
   * @param scratch folder for what is spilled; what is put there is gone at the end
   */
  public Timing rebuild(Path scratch) {
    try (Scratch folder = Scratch.in(scratch);
        HistoryFold fold = new HistoryFold(log.intake(), scan(), folder.folder("history"))) {
      long began = System.nanoTime();
      fold.read(spans());
      Digest digest = fold.digest(threads);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      return new Timing(fold.records(), took, digest);
    }
  }

  private List<Span> spans() {
    return log.begins().to(log.ends());
  }

  private ParallelScan scan() {
    return new ParallelScan(log, threads, new ReplayProgress());
  }
}
