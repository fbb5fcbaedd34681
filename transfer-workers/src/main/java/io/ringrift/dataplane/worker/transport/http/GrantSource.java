package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.util.function.Function;

/** Where grants come from. */
@FunctionalInterface
public interface GrantSource {
  /**
   * A fresh grant for this request and source, to be sent as {@code Authorization: Bearer}.
   *
   * @param sourceNode whose bytes may be read
   * @param use READ for what the target is to show there
   */
  String issue(TransferRequest request, String sourceNode, Grant.Use use);

  /**
   * Every word of the request, and the only addresses at which its two ends may call each other.
   */
  static GrantSource signedBy(Function<Grant, String> signer) {
    return (request, sourceNode, use) ->
        signer.apply(
            new Grant(
                request.operationId(),
                request.epoch(),
                request.itemId(),
                request.sha256(),
                sourceNode,
                request.target().nodeId(),
                request.sources().stream()
                    .filter(source -> source.nodeId().equals(sourceNode))
                    .findFirst()
                    .flatMap(NodeAddress::endpoint)
                    .orElse(null),
                request.target().endpoint().orElse(null),
                use));
  }
}
