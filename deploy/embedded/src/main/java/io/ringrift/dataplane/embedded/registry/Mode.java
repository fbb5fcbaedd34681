package io.ringrift.dataplane.embedded.registry;

import java.util.Arrays;
import java.util.Locale;

/** Whether schemas may be registered. */
enum Mode {
  READWRITE,
  READONLY;

  static Mode parse(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> RegistryException.invalidMode(text, Arrays.toString(values())));
  }
}
