package io.ringrift.dataplane.agent.fetch.http;

import java.io.IOException;
import java.time.Duration;

/** The source has no free slot just now. */
public final class SourceBusyException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Duration retryAfter;

  public SourceBusyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
