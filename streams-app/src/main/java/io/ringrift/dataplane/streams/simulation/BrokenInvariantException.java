package io.ringrift.dataplane.streams.simulation;

/** Something that must always be true isn't; the message begins with the name of the invariant. */
final class BrokenInvariantException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenInvariantException(String invariant, String how, Object... arguments) {
    super(invariant + ": " + how.formatted(arguments));
  }
}
