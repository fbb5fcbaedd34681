package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.node.NodeFold;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Heartbeats into nodes. */
final class HeartbeatProcessor implements Processor<String, NodeHeartbeat, String, SpecificRecord> {

  private final NodeFold fold;
  private NodeRows rows;

  HeartbeatProcessor(NodeFold fold) {
    this.fold = fold;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    rows = new NodeRows(context);
  }

  @Override
  public void process(Record<String, NodeHeartbeat> record) {
    Heartbeat beat = NodeCodec.toModel(record.value());
    Instant at = Instant.ofEpochMilli(record.timestamp());
    rows.apply(
        beat.nodeId(), fold.heartbeat(rows.load(beat.nodeId()), beat, at), record.timestamp());
  }
}
