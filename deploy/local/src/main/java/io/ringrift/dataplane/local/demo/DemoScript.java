package io.ringrift.dataplane.local.demo;

import java.util.List;

/**
 * What the demo plays: which files lie where, who asks for what.
 *
 * <p>{@code gpu-1} trains {@code hex8_2p} and lacks it: two nodes have the best file, so that the
 * choice of the source shows. {@code gpu-3} needs {@code square8_2p}, of which a damaged file
 * claims the best quality. {@code gpu-2} trains {@code hex8_4p}, which nobody has at first.
 */
final class DemoScript {
  static final String TRAINED = "hex8_2p";
  static final String TRAINER = "gpu-1";
  static final String NEEDED = "square8_2p";
  static final String ASKER = "gpu-3";
  static final long MIN_SAMPLES = 200;
  static final String MISSING = "hex8_4p";
  static final String WAITER = "gpu-2";

  static final DemoFile BEST =
      DemoFile.sound("gpu-3", "npz/hex8_2p/hex8_2p-0002.npz", TRAINED, 64, 0.92);
  static final DemoFile SECOND =
      DemoFile.sound("gpu-2", "npz/hex8_2p/hex8_2p-0001.npz", TRAINED, 8, 0.71);
  static final DemoFile NEEDED_FIRST =
      DemoFile.sound("owc", "npz/square8_2p/square8_2p-0001.npz", NEEDED, 8, 0.80);
  static final DemoFile NEEDED_SECOND =
      DemoFile.sound("gpu-1", "npz/square8_2p/square8_2p-0002.npz", NEEDED, 1, 0.75);
  static final DemoFile DAMAGED =
      DemoFile.damaged("gpu-2", "npz/square8_2p/square8_2p-0003.npz", NEEDED, 8, 0.99);
  static final DemoFile LATE =
      DemoFile.sound("owc", "npz/hex8_4p/hex8_4p-0001.npz", MISSING, 8, 0.66);

  private DemoScript() {}

  /** Files that lie there at the beginning and are told by an export event. */
  static List<DemoFile> exported() {
    return List.of(BEST, SECOND, NEEDED_FIRST, NEEDED_SECOND, DAMAGED);
  }

  /** A second copy of the best file, which nobody tells of: the agent finds it. */
  static DemoFile found() {
    return BEST.alsoAt("gpu-2");
  }
}
