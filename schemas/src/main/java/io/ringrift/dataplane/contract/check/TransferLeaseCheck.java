package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.TransferLease;
import java.time.Instant;
import java.util.List;

/** Checks the signs of life of running transfers. */
public final class TransferLeaseCheck {

  private TransferLeaseCheck() {}

  /** All faults of the lease; empty: it can be used. */
  public static List<Fault> check(TransferLease lease, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.id("operation_id", lease.getOperationId());
    faults.atLeast(1, "epoch", lease.getEpoch());
    faults.itemId("item_id", lease.getItemId());
    faults.token("target_node", lease.getTargetNode());
    faults.id("worker_id", lease.getWorkerId());
    faults.optionalToken("transport", lease.getTransport());
    faults.optionalToken("source_node", lease.getSourceNode());
    faults.atLeast(0, "bytes_done", lease.getBytesDone());
    faults.atLeast(0, "bytes_total", lease.getBytesTotal());
    return faults.all();
  }
}
