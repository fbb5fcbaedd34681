package io.ringrift.dataplane.worker.transport;

import java.time.Duration;

/** Lets time pass; a test passes one that doesn't. */
@FunctionalInterface
public interface Pause {
  void pause(Duration length) throws InterruptedException;

  /** Real time. */
  static Pause real() {
    return length -> Thread.sleep(length.toMillis());
  }
}
