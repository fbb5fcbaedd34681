package io.ringrift.dataplane.local.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How much is done in a run, from {@code -Dchaos.*}; the defaults are the full run.
 *
 * @param seed of all dice; a run with the same seed makes the same faults and files in the same
 *     order, but not at the same moments of the system
 * @param rounds each has its load, its faults and its check
 * @param operations at least, in all rounds together
 * @param kills at least, in all rounds together
 * @param largestMib size of the one large file of each round, MiB
 * @param folder of all processes and files, fresh for each run; kept when something is wrong
 */
record ChaosPlan(long seed, int rounds, int operations, int kills, int largestMib, Path folder) {

  /** A promoted model goes to the three other hosts, the drive and the bucket. */
  static final int OPERATIONS_PER_MODEL = 5;

  /** Training data goes to one host, the drive and the bucket. */
  static final int OPERATIONS_PER_NPZ = 3;

  /** One in so many files is training data. */
  private static final int NPZ_SHARE = 5;

  /** The files of a round appear in about this time; its faults take longer. */
  static final Duration LOAD = Duration.ofSeconds(90);

  /** In this time after its last fault a round has to have come to an end. */
  static final Duration SETTLED = Duration.ofMinutes(4);

  /** In this time agents have looked at their disks and told what they saw. */
  static final Duration SEEN = Duration.ofMinutes(1);

  ChaosPlan {
    positive("chaos.rounds", rounds);
    positive("chaos.operations", operations);
    positive("chaos.kills", kills);
    positive("chaos.largest.mib", largestMib);
    folder = folder.toAbsolutePath().normalize();
  }

  static ChaosPlan given() {
    return new ChaosPlan(
        Long.getLong("chaos.seed", new SplittableRandom().nextLong() >>> 16),
        Integer.getInteger("chaos.rounds", 5),
        Integer.getInteger("chaos.operations", 2000),
        Integer.getInteger("chaos.kills", 50),
        Integer.getInteger("chaos.largest.mib", 256),
        Path.of(System.getProperty("chaos.folder", "target/chaos"))
            .resolve(Long.toString(System.currentTimeMillis())));
  }

  /** Kills of one round. */
  int killsPerRound() {
    return (kills + rounds - 1) / rounds;
  }

  /** Files of one round, those of training data included: one in each whole group of them. */
  int filesPerRound() {
    int ofGroup = OPERATIONS_PER_MODEL * (NPZ_SHARE - 1) + OPERATIONS_PER_NPZ;
    int groups = (operations + rounds * ofGroup - 1) / (rounds * ofGroup);
    return groups * NPZ_SHARE;
  }

  static boolean isNpz(int number) {
    return number % NPZ_SHARE == 0;
  }

  /** Dice of their own for one purpose in one round. */
  SplittableRandom dice(int round, String purpose) {
    return new SplittableRandom(seed * 31 + round * 1_000_003L + purpose.hashCode());
  }

  /** The command that repeats this run. */
  String command() {
    return String.join(
        " ",
        List.of(
            "./mvnw -B -pl deploy/local -am -Pchaos verify",
            "-Dchaos.seed=" + seed,
            "-Dchaos.rounds=" + rounds,
            "-Dchaos.operations=" + operations,
            "-Dchaos.kills=" + kills,
            "-Dchaos.largest.mib=" + largestMib));
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, allowed: 1 or more", name, value));
    }
  }
}
