package io.ringrift.dataplane.streams.replay.kafka;

/** A replay could not be done; the message says why and, where there is one, the next step. */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayException(String message) {
    super(message);
  }

  ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
