package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.TransferRequest;

/** Told at an interval that an execution lives. Doesn't block and doesn't throw. */
@FunctionalInterface
public interface LeaseSink {
  void renew(TransferRequest request, LeaseState state);
}
