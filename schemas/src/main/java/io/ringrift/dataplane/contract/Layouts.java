package io.ringrift.dataplane.contract;

import java.time.Duration;

/** The few layouts that topics have, for one number of partitions. */
final class Layouts {

  /** Kafka's own default batch limit. */
  private static final int ONE_MIB = 1024 * 1024;

  /**
   * Rows that gather replicas or attempts may grow past the default: 1,000 replicas of an item with
   * long paths are about 400 KB.
   */
  private static final int FOUR_MIB = 4 * ONE_MIB;

  private final int partitions;

  Layouts(int partitions) {
    this.partitions = partitions;
  }

  /** Kept for ever and stamped by the broker: what the state can be folded from again. */
  TopicPolicy history() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, null, true, ONE_MIB);
  }

  /** As the history it is part of; holds whole rows. */
  TopicPolicy restatements() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, null, true, FOUR_MIB);
  }

  TopicPolicy dayOfInput() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, Duration.ofDays(1), true, ONE_MIB);
  }

  TopicPolicy weekOfInput() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, Duration.ofDays(7), true, ONE_MIB);
  }

  TopicPolicy week() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, Duration.ofDays(7), false, FOUR_MIB);
  }

  TopicPolicy month() {
    return new TopicPolicy(partitions, TopicPolicy.DELETE, Duration.ofDays(30), false, FOUR_MIB);
  }

  TopicPolicy table() {
    return new TopicPolicy(partitions, TopicPolicy.COMPACT, null, false, FOUR_MIB);
  }
}
