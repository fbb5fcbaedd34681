package io.ringrift.dataplane.streams;

/**
 * Why the application can't start: one sentence for a person, and an exit code by what is to be
 * done. The codes are those of the {@code dataplane} command.
 */
public final class StartupException extends RuntimeException {

  /** A setting is wrong, or what it names can't be used. */
  public static final int SETTINGS = 2;

  /** Kafka or the registry can't be reached, or isn't as it should be. */
  public static final int SURROUNDINGS = 3;

  private final int exitCode;

  private StartupException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static StartupException settings(String message) {
    return new StartupException(SETTINGS, message, null);
  }

  static StartupException surroundings(String message, Throwable cause) {
    return new StartupException(SURROUNDINGS, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
