package io.ringrift.dataplane.agent.npz;

import java.util.List;

/**
 * One array of a file.
 *
 * @param name without {@code .npy}
 * @param dtype as numpy writes it; {@code |O} holds pickled objects, which are never read
 * @param shape dimensions, empty for a scalar
 */
public record NpzArray(String name, String dtype, List<Long> shape) {

  /** Whether its first dimension counts samples. */
  boolean countsSamples() {
    return !shape.isEmpty() && !name.equals("metadata");
  }
}
