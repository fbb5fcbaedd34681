package io.ringrift.dataplane.agent.npz;

/**
 * What is still believed to be training data and not an attack or an accident.
 *
 * @param maxBytes sum of all arrays, uncompressed
 * @param maxRatio size of all arrays to size of the file; deflate itself ends at 1,032
 * @param maxArrays entries of the archive
 */
public record NpzLimits(long maxBytes, int maxRatio, int maxArrays) {
  /**
   * Twice the largest file seen; one-hot planes compress some 60-fold; files have 5 to 20 arrays.
   */
  public static final NpzLimits DEFAULT = new NpzLimits(256L << 30, 400, 1_000);

  public NpzLimits {
    if (maxBytes < 1 || maxRatio < 1 || maxArrays < 1) {
      throw new IllegalArgumentException(
          "bytes %d, ratio %d, arrays %d: each must be 1 or more"
              .formatted(maxBytes, maxRatio, maxArrays));
    }
  }
}
