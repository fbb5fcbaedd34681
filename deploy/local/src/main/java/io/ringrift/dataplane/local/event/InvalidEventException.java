package io.ringrift.dataplane.local.event;

import java.util.List;

/** An event that must not be sent; names every fault at once. */
public final class InvalidEventException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidEventException(String event, List<String> faults) {
    super(event + ": " + String.join("; ", faults));
  }
}
