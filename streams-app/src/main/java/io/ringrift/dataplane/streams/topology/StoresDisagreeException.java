package io.ringrift.dataplane.streams.topology;

/**
 * Two stores of one task stand at different points: one names what the other doesn't have. Both are
 * written in one transaction, so their changelogs agree, and restoring the task from them heals it.
 * ADR 0038 says how it comes about.
 */
public final class StoresDisagreeException extends RuntimeException {

  /**
   * @param message which store names what
   */
  public StoresDisagreeException(String message) {
    super(message);
  }
}
