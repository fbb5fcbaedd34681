package io.ringrift.dataplane.streams.replay.kafka;

import org.apache.kafka.common.TopicPartition;

/** Offsets {@code from} (first) to {@code to} (after the last) of a partition. */
record Span(TopicPartition partition, long from, long to) {

  long length() {
    return Math.max(0, to - from);
  }
}
