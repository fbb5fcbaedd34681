package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.fetch.Reaction;

/** Ends a request with an error that the caller is told. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ApiError error;
  private final Reaction reaction;
  private final String reason;
  private final long retryAfterMillis;

  ApiException(ApiError error, String message) {
    this(error, message, null, null, 0);
  }

  /**
   * @param reaction what the caller should do, or null
   * @param reason finer than the code, for machines, or null
   * @param retryAfterMillis when to come back, 0: not said
   */
  ApiException(
      ApiError error, String message, Reaction reaction, String reason, long retryAfterMillis) {
    super(message);
    this.error = error;
    this.reaction = reaction;
    this.reason = reason;
    this.retryAfterMillis = retryAfterMillis;
  }

  ApiError error() {
    return error;
  }

  Reaction reaction() {
    return reaction;
  }

  String reason() {
    return reason;
  }

  long retryAfterMillis() {
    return retryAfterMillis;
  }
}
