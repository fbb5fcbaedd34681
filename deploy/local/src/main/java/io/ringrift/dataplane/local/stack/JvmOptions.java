package io.ringrift.dataplane.local.stack;

import java.util.ArrayList;
import java.util.List;

/** Options of the stack's JVMs: many small ones on one machine, quick to start. */
final class JvmOptions {
  private static final int NATIVE_ACCESS_SINCE = 22;

  private JvmOptions() {}

  /**
   * @param heapMegabytes largest heap
   */
  static List<String> small(int heapMegabytes) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heapMegabytes + "m");
    options.add("-Xss512k");
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1");
    // A JVM that is out of memory is of no use to anyone: end, so that it is seen.
    options.add("-XX:+ExitOnOutOfMemoryError");
    if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    return List.copyOf(options);
  }
}
