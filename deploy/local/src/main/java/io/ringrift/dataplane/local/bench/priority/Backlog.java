package io.ringrift.dataplane.local.bench.priority;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.kafka.TopicReader;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Has the ledger take a backlog, and waits until it has. */
final class Backlog {
  private static final Duration READ = Duration.ofMillis(20);
  private static final Duration TELL = Duration.ofSeconds(5);
  private static final Duration NODES = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Settings settings;
  private final Topics topics;
  private final Consumer<String> progress;

  Backlog(Settings settings, Topics topics, Consumer<String> progress) {
    this.settings = settings;
    this.topics = topics;
    this.progress = progress;
  }

  /**
   * Returns how many operations the ledger took a second.
   *
   * @param low operations at LOW
   * @param cold operations at COLD_STORAGE
   */
  double load(BenchCluster cluster, EventPublisher events, int low, int cold) {
    cluster.goOnline(events);
    awaitNodes();
    int all = low + cold;
    progress.accept("loading a backlog of %,d operations".formatted(all));
    Set<String> accepted = new HashSet<>();
    try (TopicReader ledger =
        TopicReader.of(settings)
            .on(topics.operations(), found -> add(accepted, found.value()))
            .open()) {
      long began = System.nanoTime();
      long told = began;
      cluster.report(low, cold);
      while (accepted.size() < all) {
        ledger.readMore(READ);
        long now = System.nanoTime();
        if (now - told > TELL.toNanos()) {
          told = now;
          progress.accept("the ledger has taken %,d of %,d".formatted(accepted.size(), all));
        }
        if (now - began > LIMIT.toNanos()) {
          throw Failure.notSo(
              "the ledger has taken %,d of %,d operations after %d minutes"
                  .formatted(accepted.size(), all, LIMIT.toMinutes()));
        }
      }
      return all * 1e9 / (System.nanoTime() - began);
    }
  }

  private static void add(Set<String> accepted, OperationStatus status) {
    if (status != null) {
      accepted.add(status.getOperationId());
    }
  }

  /** Reports that came before the nodes are known would find no target. */
  private void awaitNodes() {
    Set<String> online = new HashSet<>();
    long began = System.nanoTime();
    try (TopicReader nodes =
        TopicReader.of(settings)
            .on(topics.nodeChangesForItems(), found -> online.add(found.record().key()))
            .open()) {
      while (online.size() < BenchCluster.NODES) {
        nodes.readMore(READ);
        if (System.nanoTime() - began > NODES.toNanos()) {
          throw Failure.notSo(
              "%d of %d nodes are online after %d s"
                  .formatted(online.size(), BenchCluster.NODES, NODES.toSeconds()));
        }
      }
    }
  }
}
