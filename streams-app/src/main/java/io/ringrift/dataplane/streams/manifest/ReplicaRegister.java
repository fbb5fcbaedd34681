package io.ringrift.dataplane.streams.manifest;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/**
 * The last word of one node's agent on one item.
 *
 * <p>Of two registers of one node the one with the higher (boot, sequence) stands, never the one
 * with the later clock. The further comparisons decide only between words that an agent should
 * never have said under the same number; they make the merge a total order, so that every replay
 * ends with the same row.
 *
 * @param sha256 null when not present
 * @param evidence why it is INVALID; else null
 */
public record ReplicaRegister(
    String nodeId,
    long boot,
    long sequence,
    boolean present,
    String sha256,
    long sizeBytes,
    String path,
    Validation validation,
    String evidence,
    Instant observedAt) {

  private static final Comparator<String> NULL_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private static final Comparator<ReplicaRegister> NEWER =
      Comparator.comparingLong(ReplicaRegister::boot)
          .thenComparingLong(ReplicaRegister::sequence)
          .thenComparing(ReplicaRegister::present)
          .thenComparing(ReplicaRegister::sha256, NULL_FIRST)
          .thenComparing(ReplicaRegister::validation, Comparator.reverseOrder())
          .thenComparingLong(ReplicaRegister::sizeBytes)
          .thenComparing(ReplicaRegister::path, NULL_FIRST)
          .thenComparing(ReplicaRegister::evidence, NULL_FIRST)
          .thenComparing(ReplicaRegister::observedAt);

  public ReplicaRegister {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(observedAt, "observedAt");
    if (present && sha256 == null) {
      throw new IllegalArgumentException("a present replica needs a sha256: " + nodeId);
    }
  }

  ReplicaRegister merge(ReplicaRegister other) {
    return NEWER.compare(this, other) >= 0 ? this : other;
  }

  /** Whether the node holds this content and hasn't found it damaged. */
  public boolean holds(String content) {
    return present && validation != Validation.INVALID && sha256.equals(content);
  }

  /** Whether the node found its copy of this content damaged. */
  boolean damaged(String content) {
    return present && validation == Validation.INVALID && sha256.equals(content);
  }
}
