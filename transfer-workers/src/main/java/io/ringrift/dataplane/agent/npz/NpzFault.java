package io.ringrift.dataplane.agent.npz;

/**
 * Something wrong with a file.
 *
 * @param entry name in the archive; empty: the archive itself
 * @param message for people
 */
public record NpzFault(String entry, String message) {

  @Override
  public String toString() {
    return entry.isEmpty() ? message : entry + ": " + message;
  }
}
