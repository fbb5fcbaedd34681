package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferRequest;

/**
 * Asks a target to pull one item from one source. Field names in JSON are these in snake case.
 *
 * @param sourceUrl base URL of the source's agent
 * @param replaces sha256 of the only content that may be replaced; empty: none; null: not said
 */
public record PullOrder(
    String operationId,
    long epoch,
    String itemId,
    String itemType,
    String configKey,
    String sha256,
    long sizeBytes,
    String sourceNode,
    String sourceUrl,
    String priority,
    String replaces) {
  static PullOrder of(TransferRequest request, NodeAddress source) {
    return new PullOrder(
        request.operationId(),
        request.epoch(),
        request.itemId(),
        request.itemType(),
        request.configKey(),
        request.sha256(),
        request.sizeBytes(),
        source.nodeId(),
        source.endpoint().orElseThrow(),
        request.priority().name(),
        request.replaces());
  }
}
