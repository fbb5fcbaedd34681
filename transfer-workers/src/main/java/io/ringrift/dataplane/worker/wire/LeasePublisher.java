package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.worker.execute.LeaseSink;
import io.ringrift.dataplane.worker.execute.LeaseState;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of leases. One that gets lost is made good by the next, so none is tried again.
 */
public final class LeasePublisher implements LeaseSink {
  private static final Logger log = LoggerFactory.getLogger(LeasePublisher.class);

  private final Outbox outbox;
  private final Topic<TransferLease> topic;
  private final ResultWriter writer;

  public LeasePublisher(Outbox outbox, Topic<TransferLease> topic, String workerId) {
    this.outbox = outbox;
    this.topic = topic;
    this.writer = new ResultWriter(workerId);
  }

  @Override
  public void renew(TransferRequest request, LeaseState state) {
    try {
      outbox.send(
          topic,
          request.itemId(),
          writer.lease(request, state),
          (metadata, failure) -> {
            if (failure != null) {
              tell(request, failure);
            }
          });
    } catch (KafkaException e) {
      tell(request, e);
    }
  }

  private static void tell(TransferRequest request, Exception failure) {
    log.warn("{}: lease not renewed: {}", request.label(), failure.toString());
  }
}
