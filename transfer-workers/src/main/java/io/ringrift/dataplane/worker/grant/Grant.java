package io.ringrift.dataplane.worker.grant;

import java.util.Objects;

/**
 * What a token permits: to move one content of one item from one node to another, as one epoch of
 * one operation.
 *
 * @param operationId claim {@code op}
 * @param epoch claim {@code epoch}, at least 0
 * @param itemId claim {@code item}
 * @param sha256 claim {@code sha256}: 64 lower-case hex digits
 * @param sourceNode claim {@code src}
 * @param targetNode claim {@code dst}
 * @param sourceUrl claim {@code src_url}: the only address at which the target may call the source;
 *     null: none
 * @param targetUrl claim {@code dst_url}: the only address at which the source may call the target;
 *     null: none
 * @param use claim {@code use}: what it is good for
 */
public record Grant(
    String operationId,
    long epoch,
    String itemId,
    String sha256,
    String sourceNode,
    String targetNode,
    String sourceUrl,
    String targetUrl,
    Use use) {

  /** What the holder may do with it. */
  public enum Use {
    /** To order the transfer, watch and end it, and to read; not written into a token. */
    ORDER,
    /** To read at the source, and nothing else: the target shows it there. */
    READ
  }

  /** A grant that orders. */
  public Grant(
      String operationId,
      long epoch,
      String itemId,
      String sha256,
      String sourceNode,
      String targetNode,
      String sourceUrl,
      String targetUrl) {
    this(
        operationId,
        epoch,
        itemId,
        sha256,
        sourceNode,
        targetNode,
        sourceUrl,
        targetUrl,
        Use.ORDER);
  }

  /** A grant with which nobody may call anybody else. */
  public Grant(
      String operationId,
      long epoch,
      String itemId,
      String sha256,
      String sourceNode,
      String targetNode) {
    this(operationId, epoch, itemId, sha256, sourceNode, targetNode, null, null);
  }

  /** The same with the addresses of both ends; null: none. */
  public Grant at(String source, String target) {
    return new Grant(
        operationId, epoch, itemId, sha256, sourceNode, targetNode, source, target, use);
  }

  /** The same for another use. */
  public Grant to(Use other) {
    return new Grant(
        operationId, epoch, itemId, sha256, sourceNode, targetNode, sourceUrl, targetUrl, other);
  }

  public Grant {
    requireText("op", operationId);
    requireText("item", itemId);
    requireText("sha256", sha256);
    requireText("src", sourceNode);
    requireText("dst", targetNode);
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch is " + epoch + ", allowed is 0 or more");
    }
  }

  private static void requireText(String claim, String value) {
    if (Objects.requireNonNullElse(value, "").isBlank()) {
      throw new IllegalArgumentException("claim " + claim + " is missing or empty");
    }
  }
}
