package io.ringrift.dataplane.local.output;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Why a command can't do what was asked: one line for a person, an exit code and, where there is
 * one, the next step.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It was done, or it is so. */
  public static final int OK = 0;

  /** What was asked about isn't there, or isn't so. */
  public static final int NOT_SO = 1;

  /** The command line or a setting is wrong, or a question couldn't be answered. */
  public static final int USAGE = 2;

  /** Something that is needed can't be reached or started. */
  public static final int UNREACHABLE = 3;

  private final int exitCode;
  private final String next;

  private Failure(int exitCode, String message, String next, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.next = next;
  }

  /** What was asked about isn't there, or isn't so. */
  public static Failure notSo(String message) {
    return new Failure(NOT_SO, message, null, null);
  }

  /** An argument or a setting is wrong. */
  public static Failure usage(String message) {
    return new Failure(USAGE, message, null, null);
  }

  /**
   * A file that was named can't be read.
   *
   * @param said how the command line calls it
   */
  public static Failure unreadable(String said, Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return usage(said + " is " + file + ", which can't be read: " + why);
  }

  /** A question could be answered neither with yes nor with no. */
  public static Failure undone(String message, Throwable cause) {
    return new Failure(USAGE, message, null, cause);
  }

  /** Something can't be reached or started. */
  public static Failure unreachable(String message, Throwable cause) {
    return new Failure(UNREACHABLE, message, null, cause);
  }

  /** The same failure with what to do about it. */
  public Failure next(String step) {
    Failure withNext = new Failure(exitCode, getMessage(), step, getCause());
    withNext.setStackTrace(getStackTrace());
    return withNext;
  }

  public int exitCode() {
    return exitCode;
  }

  /** What to do next. */
  public Optional<String> next() {
    return Optional.ofNullable(next);
  }
}
