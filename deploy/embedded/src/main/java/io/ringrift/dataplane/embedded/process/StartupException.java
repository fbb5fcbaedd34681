package io.ringrift.dataplane.embedded.process;

/**
 * A part of the stack can't start. The message is one line for a person: what failed, on which port
 * or folder, and what to do about it.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
