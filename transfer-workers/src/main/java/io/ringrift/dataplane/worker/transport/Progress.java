package io.ringrift.dataplane.worker.transport;

/** Told by a transport how far it is; what it hears goes into the lease. */
@FunctionalInterface
public interface Progress {
  /**
   * @param bytesDone bytes of the item that are at the target, verified or written; half of those
   *     that have gone by, where they go by way of a bucket
   */
  void bytesDone(long bytesDone);
}
