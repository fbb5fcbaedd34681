package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.TransferRequest;

/** Where grants come from. */
@FunctionalInterface
public interface GrantSource {
  /**
   * A fresh grant for this request and source, to be sent as {@code Authorization: Bearer}.
   *
   * @param sourceNode whose bytes may be read
   */
  String issue(TransferRequest request, String sourceNode);
}
