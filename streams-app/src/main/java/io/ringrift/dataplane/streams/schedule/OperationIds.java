package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.ItemOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Names operations: repeatable from the order and the time it was taken, different from yesterday's
 * operation for the same item and target (lessons.md: deterministic ids collided).
 */
final class OperationIds {

  /** 64 bits: at a million operations a day a collision is expected once in some 10^5 years. */
  private static final int BYTES = 8;

  private OperationIds() {}

  static String of(ItemOrder order, Instant takenAt) {
    String text =
        String.join(
            "\n",
            order.itemId(),
            order.targetNode(),
            order.sha256(),
            order.requestId(),
            Long.toString(takenAt.toEpochMilli()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "op-" + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
