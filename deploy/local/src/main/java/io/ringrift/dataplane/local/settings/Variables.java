package io.ringrift.dataplane.local.settings;

import java.util.Locale;

/** Names of environment variables that hold settings. */
public final class Variables {

  private Variables() {}

  /** {@code agent.root} is {@code DATAPLANE_AGENT_ROOT}. */
  public static String of(String key) {
    return "DATAPLANE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
