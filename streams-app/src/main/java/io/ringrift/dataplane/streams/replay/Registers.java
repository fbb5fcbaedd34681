package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.ReplicaRegister;

/** Registers as text for people. */
final class Registers {

  private Registers() {}

  /** {@code PRESENT b5bb9d80... VALID, boot 3, sequence 17}; null for null. */
  static String text(ReplicaRegister r) {
    return r == null
        ? null
        : (r.present() ? "PRESENT " + r.sha256() + " " + r.validation() : "ABSENT")
            + ", boot "
            + r.boot()
            + ", sequence "
            + r.sequence();
  }
}
