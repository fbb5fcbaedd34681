package io.ringrift.dataplane.embedded.registry;

import java.util.Arrays;
import java.util.Locale;

/** What a new version must be able to do with data of earlier ones, in Confluent's terms. */
enum CompatibilityLevel {
  /** Anything goes. */
  NONE(false, false, false),
  /** The new schema reads data of the latest version. */
  BACKWARD(true, false, false),
  /** The new schema reads data of every version. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** The latest version reads data of the new schema. */
  FORWARD(false, true, false),
  /** Every version reads data of the new schema. */
  FORWARD_TRANSITIVE(false, true, true),
  /** Backward and forward. */
  FULL(true, true, false),
  /** Backward and forward with every version. */
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  boolean backward() {
    return backward;
  }

  boolean forward() {
    return forward;
  }

  boolean transitive() {
    return transitive;
  }

  static CompatibilityLevel parse(String text) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> RegistryException.invalidLevel(text, Arrays.toString(values())));
  }
}
