package io.ringrift.dataplane.contract.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionOptions;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Finds {@link HangingTransaction}s and ends them. */
public final class HangingTransactions {

  /** In these the coordinator will still end the transaction in the partitions that it names. */
  private static final Set<TransactionState> UNDER_WAY =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_EPOCH_FENCE);

  /**
   * What a broker lets a transaction live at most ({@code transaction.max.timeout.ms}). A producer
   * that no coordinator tells of may be one whose coordinator is just starting.
   */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Admin admin;
  private final int timeoutMillis;

  /**
   * @param timeout for each question to the cluster
   */
  public HangingTransactions(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  /**
   * Of all producers, in all partitions of these topics.
   *
   * <p>A coordinator names a partition before anything is written there, and forgets it after the
   * marker was. So what is open before and after it was asked, and not known to it, hangs. Of
   * producers that no coordinator knows, what was written to last within 15 minutes is left out.
   *
   * @param topics by name, Kafka's own included
   * @throws KafkaException when the cluster can't be asked
   */
  public List<HangingTransaction> find(Predicate<String> topics) {
    Map<TopicPartition, Map<Long, ProducerState>> before = open(partitions(topics));
    if (before.isEmpty()) {
      return List.of();
    }
    Set<Long> producers = new HashSet<>();
    before.values().forEach(states -> producers.addAll(states.keySet()));
    Map<Long, TransactionListing> known = coordinators(producers);
    Map<String, TransactionDescription> told = descriptions(known.values());
    Map<TopicPartition, Map<Long, ProducerState>> after = open(before.keySet());
    List<HangingTransaction> hanging = new ArrayList<>();
    after.forEach(
        (partition, states) ->
            states.forEach(
                (producer, state) -> {
                  ProducerState earlier = before.get(partition).get(producer);
                  if (earlier != null
                      && earlier
                          .currentTransactionStartOffset()
                          .equals(state.currentTransactionStartOffset())) {
                    judge(partition, state, known.get(producer), told).ifPresent(hanging::add);
                  }
                }));
    return List.copyOf(hanging);
  }

  private static Optional<HangingTransaction> judge(
      TopicPartition partition,
      ProducerState state,
      TransactionListing listing,
      Map<String, TransactionDescription> told) {
    String id = listing == null ? "" : listing.transactionalId();
    TransactionDescription coordinator = told.get(id);
    if (coordinator != null
        && UNDER_WAY.contains(coordinator.state())
        && coordinator.topicPartitions().contains(partition)) {
      return Optional.empty();
    }
    if (coordinator == null
        && System.currentTimeMillis() - state.lastTimestamp() < LONGEST.toMillis()) {
      return Optional.empty();
    }
    return Optional.of(
        new HangingTransaction(
            partition,
            id,
            state.producerId(),
            (short) state.producerEpoch(),
            Math.max(0, state.coordinatorEpoch().orElse(0)),
            state.currentTransactionStartOffset().orElseThrow(),
            coordinator == null ? "nothing of it" : coordinator.state().toString()));
  }

  /**
   * Ends it as aborted: what it wrote to this partition is never read.
   *
   * @throws KafkaException when the cluster refuses; with ACLs it takes ClusterAction
   */
  public void abort(HangingTransaction hanging) {
    await(
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    hanging.partition(),
                    hanging.producerId(),
                    hanging.producerEpoch(),
                    hanging.coordinatorEpoch()),
                new AbortTransactionOptions().timeoutMs(timeoutMillis))
            .all());
  }

  private Set<TopicPartition> partitions(Predicate<String> topics) {
    Set<String> names =
        await(
                admin
                    .listTopics(new ListTopicsOptions().listInternal(true).timeoutMs(timeoutMillis))
                    .names())
            .stream()
            .filter(topics)
            .collect(Collectors.toSet());
    Set<TopicPartition> partitions = new HashSet<>();
    await(
            admin
                .describeTopics(names, new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                .allTopicNames())
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(each -> partitions.add(new TopicPartition(name, each.partition()))));
    return partitions;
  }

  /** Open transactions by partition and producer id. */
  private Map<TopicPartition, Map<Long, ProducerState>> open(Set<TopicPartition> partitions) {
    Map<TopicPartition, PartitionProducerState> states =
        await(
            admin
                .describeProducers(
                    partitions, new DescribeProducersOptions().timeoutMs(timeoutMillis))
                .all());
    Map<TopicPartition, Map<Long, ProducerState>> open = new HashMap<>();
    states.forEach(
        (partition, found) ->
            found.activeProducers().stream()
                .filter(state -> state.currentTransactionStartOffset().isPresent())
                .forEach(
                    state ->
                        open.computeIfAbsent(partition, unused -> new HashMap<>())
                            .put(state.producerId(), state)));
    return open;
  }

  private Map<Long, TransactionListing> coordinators(Set<Long> producers) {
    Map<Long, TransactionListing> known = new HashMap<>();
    await(
            admin
                .listTransactions(
                    new ListTransactionsOptions()
                        .filterProducerIds(producers)
                        .timeoutMs(timeoutMillis))
                .all())
        .forEach(listing -> known.put(listing.producerId(), listing));
    return known;
  }

  private Map<String, TransactionDescription> descriptions(Collection<TransactionListing> known) {
    if (known.isEmpty()) {
      return Map.of();
    }
    return await(
        admin
            .describeTransactions(
                known.stream().map(TransactionListing::transactionalId).toList(),
                new DescribeTransactionsOptions().timeoutMs(timeoutMillis))
            .all());
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return ExistingTopics.await(answer);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }
}
