package io.ringrift.dataplane.streams.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Tells ticks from heartbeats, by key. */
final class TickSplitter extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  private final String heartbeats;

  TickSplitter(String heartbeats) {
    this.heartbeats = heartbeats;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    context().forward(record, HeartbeatTick.is(record.key()) ? NodeStage.TICKS : heartbeats);
  }
}
