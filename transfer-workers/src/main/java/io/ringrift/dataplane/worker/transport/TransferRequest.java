package io.ringrift.dataplane.worker.transport;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One epoch of an operation, as a transport sees it: bring this content of this item to that node.
 *
 * @param epoch grows with every emission for (item, target), at least 1; agents refuse lower ones
 * @param itemType name of the item's type in the contract, such as NPZ
 * @param sha256 the content to move, 64 lower-case hex digits
 * @param sizeBytes its size, 0 or more
 * @param sources who holds the content, best first, never empty
 * @param targetCount how many targets of the same request get the item, at least 1
 * @param replaces sha256 of the only content that may be replaced at the target; empty: none; null:
 *     not said
 */
public record TransferRequest(
    String operationId,
    long epoch,
    String itemId,
    String itemType,
    String configKey,
    String sha256,
    long sizeBytes,
    Priority priority,
    List<NodeAddress> sources,
    NodeAddress target,
    int targetCount,
    String replaces) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public TransferRequest {
    notBlank("operation_id", operationId);
    notBlank("item_id", itemId);
    notBlank("item_type", itemType);
    notBlank("config_key", configKey);
    atLeast("epoch", epoch, 1);
    atLeast("size_bytes", sizeBytes, 0);
    atLeast("target_count", targetCount, 1);
    if (sha256 == null || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256 is '" + sha256 + "'; allowed: 64 hex digits");
    }
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(target, "target");
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("sources is empty; an operation names at least one");
    }
  }

  /** The same from this node alone. */
  public TransferRequest from(NodeAddress source) {
    return new TransferRequest(
        operationId,
        epoch,
        itemId,
        itemType,
        configKey,
        sha256,
        sizeBytes,
        priority,
        List.of(source),
        target,
        targetCount,
        replaces);
  }

  /** "operation 17 epoch 3", for logs and messages. */
  public String label() {
    return "operation " + operationId + " epoch " + epoch;
  }

  private static void notBlank(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(field + " is empty; it must be given");
    }
  }

  private static void atLeast(String field, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          field + " is " + value + "; allowed: " + least + " or more");
    }
  }
}
