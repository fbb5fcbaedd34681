package io.ringrift.dataplane.agent.npz;

/** Ends the reading of an entry, or of the archive, with the fault that was found. */
final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message, null, false, false);
  }
}
