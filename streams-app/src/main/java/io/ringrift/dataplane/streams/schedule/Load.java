package io.ringrift.dataplane.streams.schedule;

/**
 * What a side of a node carries, or may carry.
 *
 * @param transfers 0 or more
 * @param bytes sum of the sizes of what is transferred, 0 or more
 */
public record Load(long transfers, long bytes) {

  public static final Load NONE = new Load(0, 0);

  public Load plus(Load other) {
    return new Load(transfers + other.transfers, bytes + other.bytes);
  }

  /** Never below nothing: what was emitted before loads were counted ends too. */
  public Load minus(Load other) {
    return new Load(Math.max(0, transfers - other.transfers), Math.max(0, bytes - other.bytes));
  }
}
