package io.ringrift.dataplane.agent.fetch.http;

import java.io.IOException;
import java.time.Duration;

/** The peer is connected and silent. */
public final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledException(Duration patience, IOException cause) {
    super("no bytes for " + patience.toMillis() + " ms", cause);
  }
}
