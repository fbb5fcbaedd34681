package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.node.NodeFold;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** HOST_ONLINE and HOST_OFFLINE into nodes. */
final class NodeEventProcessor
    implements Processor<String, io.ringrift.dataplane.avro.ClusterEvent, String, SpecificRecord> {

  private final NodeFold fold;
  private NodeRows rows;

  NodeEventProcessor(NodeFold fold) {
    this.fold = fold;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    rows = new NodeRows(context);
  }

  @Override
  public void process(Record<String, io.ringrift.dataplane.avro.ClusterEvent> record) {
    ClusterEvent event = EventCodec.toModel(record.value());
    Instant at = Instant.ofEpochMilli(record.timestamp());
    if (event.payload() instanceof HostOnline host) {
      rows.apply(
          host.nodeId(),
          fold.online(rows.load(host.nodeId()), event.eventId(), host, at),
          record.timestamp());
    } else if (event.payload() instanceof HostOffline host) {
      rows.apply(
          host.nodeId(),
          fold.offline(rows.load(host.nodeId()), event.eventId(), host, at),
          record.timestamp());
    } else {
      throw new IllegalStateException(
          "the events stage sent " + event.type() + " to the nodes stage");
    }
  }
}
