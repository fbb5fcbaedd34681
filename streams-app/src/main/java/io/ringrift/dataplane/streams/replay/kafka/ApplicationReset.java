package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.StoreSeeds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives an application that lost its stores new ones, as of its last commit: from there it goes on
 * as after any other stop.
 *
 * <p>Rows are folded from the history. Operations and needs are not a fold of it, but they were
 * published in the very transactions that moved the application's offsets, so what stands in their
 * topics is what stood in the stores. That is why nothing is decided twice: no event that was
 * answered is read again, and the ledger knows what it emitted.
 */
public final class ApplicationReset implements AutoCloseable {

  private final HistoryLog log;
  private final Options options;
  private final ReplayProgress progress;
  private final Topics topics;
  private final ParallelScan scan;
  private final Changelogs changelogs;

  /**
   * How to do it.
   *
   * @param applicationId consumer group of the application, which must not run
   * @param scratch folder for rebuilt rows; what is put there is gone at the end
   * @param threads that fold
   * @param apply false: only find out what there is
   */
  public record Options(String applicationId, Path scratch, int threads, boolean apply) {}

  /**
   * What the stores hold now, or would.
   *
   * @param digest of the rows, as {@code replay --verify} has it
   * @param offsetsLost whether nobody knew how far the application was: it goes on at the ends
   */
  public record Done(
      Digest digest,
      long nodes,
      long operations,
      long openOperations,
      long needs,
      long openNeeds,
      boolean offsetsLost) {}

  public ApplicationReset(HistoryLog log, Options options, ReplayProgress progress) {
    this.log = log;
    this.options = options;
    this.progress = progress;
    this.topics = log.topics();
    this.scan = new ParallelScan(log, options.threads(), progress);
    this.changelogs = new Changelogs(log, options.applicationId());
  }

  /**
   * Does it. Doing it again gives the same.
   *
   * @throws ReplayException when it can't be done; the application is not to be started then
   */
  public Done reset(Instant now) {
    changelogs.requireStopped();
    Map<TopicPartition, Long> committed = log.committed(options.applicationId());
    boolean lost = committed.isEmpty();
    Offsets ends = lost ? log.ends() : committedIn(log.begins(), committed);
    try (Scratch scratch = Scratch.in(options.scratch());
        HistoryFold fold = new HistoryFold(log.intake(), scan, scratch.folder("history"));
        LiveTable<NodeState> nodes = table(topics.nodes(), scratch);
        LiveTable<OperationStatus> operations = table(topics.operations(), scratch);
        LiveTable<Need> needs = table(topics.needs(), scratch);
        LiveManifest manifest = new LiveManifest(log, scan, scratch.folder("manifest"), progress)) {
      Origin origin = new Baselines(log).nearest(ends, Instant.MAX);
      List<Span> history = origin.from().to(ends);
      progress.begin("history", Offsets.length(history) + Offsets.length(origin.rows()));
      fold.read(origin, hash -> true);
      fold.read(history);
      for (LiveTable<?> table : List.of(nodes, operations, needs)) {
        table.catchUp();
      }
      manifest.readAll();
      Count count = new Count();
      Digest digest;
      if (options.apply()) {
        changelogs.replace(StoreSeeds.stores(topics));
        StoreSeeds seeds =
            new StoreSeeds(
                topics,
                DataPlaneTopology.Policies.standard(topics.inventory().policy().partitions()),
                now,
                changelogs::put);
        progress.begin("nodes, operations and needs", 0);
        nodes.forEach((key, node) -> seeds.node(count.node(node)));
        oldestFirst(operations).forEach(key -> seeds.operation(count.of(operations, key)));
        needs.forEach((key, need) -> seeds.need(count.need(need)));
        events(ends).forEach(event -> seeds.event(event.what(), event.loggedAt()));
        digest = rows(fold, seeds, manifest);
        seeds.finish();
        changelogs.flush();
        if (lost) {
          changelogs.commit(log.ends(DataPlaneTopology.sources(topics)).byPartition());
        }
      } else {
        nodes.forEach((key, node) -> count.node(node));
        operations.forEach((key, operation) -> count.operation(operation));
        needs.forEach((key, need) -> count.need(need));
        digest = fold.digest(options.threads());
      }
      return count.done(digest, lost);
    }
  }

  private <V> LiveTable<V> table(Topic<V> topic, Scratch scratch) {
    return new LiveTable<>(log, topic, scan, scratch.folder(topic.name()), progress);
  }

  /** Where nothing was committed nothing was read. */
  private static Offsets committedIn(Offsets begins, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, Long> ends = new HashMap<>(begins.byPartition());
    ends.replaceAll((partition, begin) -> committed.getOrDefault(partition, begin));
    return new Offsets(ends);
  }

  /** Keys of the operations: some 100 bytes each in memory. */
  private static List<byte[]> oldestFirst(LiveTable<OperationStatus> operations) {
    record Age(Instant createdAt, byte[] key) {}
    List<Age> ages = new ArrayList<>();
    operations.forEach((key, operation) -> ages.add(new Age(operation.getCreatedAt(), key)));
    ages.sort(Comparator.comparing(Age::createdAt));
    return ages.stream().map(Age::key).toList();
  }

  /** An event and when it was logged. */
  private record Happened(Instant loggedAt, ClusterEvent what) {}

  /** Of the whole history, since a config is served where it trained last, however long ago. */
  private List<Happened> events(Offsets ends) {
    List<Span> spans = new ArrayList<>(log.begins().to(ends));
    spans.removeIf(span -> !span.partition().topic().equals(topics.events().name()));
    progress.begin("events", Offsets.length(spans));
    Collection<Happened> found = new ConcurrentLinkedQueue<>();
    scan.inOrder(
        spans,
        batch -> {
          for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (log.intake().read(record).value() instanceof ClusterEvent event
                && StoreSeeds.remembers(event)) {
              found.add(new Happened(Instant.ofEpochMilli(record.timestamp()), event));
            }
          }
        });
    return found.stream().sorted(Comparator.comparing(Happened::loggedAt)).toList();
  }

  /** Seeds the rows and makes the published manifest what they are, by one thread. */
  private Digest rows(HistoryFold history, StoreSeeds seeds, LiveManifest manifest) {
    progress.begin("rows", 0);
    Digest.Sum sum = new Digest.Sum();
    Spill.sideBySide(
        1,
        List.of(history.spill(), manifest.spill()),
        groups ->
            groups.forEach(
                group -> {
                  Map<String, Item> rebuilt = history.rows(group, 0);
                  for (Item row : rebuilt.values()) {
                    publish(row.itemId(), seeds.row(row));
                    sum.add(row);
                    progress.add(1);
                  }
                  Set<String> gone = manifest.rows(group, 1).keySet();
                  gone.removeAll(rebuilt.keySet());
                  gone.forEach(itemId -> publish(itemId, null));
                }));
    return sum.digest();
  }

  private void publish(String itemId, ManifestItem row) {
    changelogs.publish(
        topics.manifest().name(),
        itemId.getBytes(StandardCharsets.UTF_8),
        topics.manifest().value().serializer().serialize(topics.manifest().name(), row));
  }

  @Override
  public void close() {
    changelogs.close();
  }

  /** Counts what passes through it. */
  private static final class Count {
    private long nodes;
    private long operations;
    private long openOperations;
    private long needs;
    private long openNeeds;

    NodeState node(NodeState node) {
      nodes++;
      return node;
    }

    OperationStatus of(LiveTable<OperationStatus> table, byte[] key) {
      return operation(table.value(table.rows().get(key)));
    }

    OperationStatus operation(OperationStatus operation) {
      operations++;
      openOperations += operation.getEndedAt() == null ? 1 : 0;
      return operation;
    }

    Need need(Need need) {
      needs++;
      openNeeds += need.getState() == NeedState.OPEN ? 1 : 0;
      return need;
    }

    Done done(Digest digest, boolean lost) {
      return new Done(digest, nodes, operations, openOperations, needs, openNeeds, lost);
    }
  }
}
