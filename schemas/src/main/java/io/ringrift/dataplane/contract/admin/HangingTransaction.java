package io.ringrift.dataplane.contract.admin;

import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that is open in a partition though its coordinator has ended it, so that nobody
 * will: readers of what is committed stop there for ever (ADR 0039).
 *
 * @param transactionalId of the producer; empty: the cluster doesn't know the producer any more
 * @param coordinatorEpoch of the last marker in the partition; 0 when there is none
 * @param startOffset where it begins in the partition
 * @param coordinator the state that the coordinator has for the producer, or that it has none
 */
public record HangingTransaction(
    TopicPartition partition,
    String transactionalId,
    long producerId,
    short producerEpoch,
    int coordinatorEpoch,
    long startOffset,
    String coordinator) {

  @Override
  public String toString() {
    return "%s has a transaction of %s open since offset %d, and its coordinator says %s"
        .formatted(
            partition,
            transactionalId.isEmpty() ? "producer " + producerId : transactionalId,
            startOffset,
            coordinator);
  }
}
