package io.ringrift.dataplane.streams.simulation;

import java.time.Duration;
import java.util.List;

/**
 * The five figures of the seed's table, simulated: of this plane, whose real processors run, and of
 * the daemons that it replaces, as the seed describes them, on the same events with the same links
 * and faults.
 */
public final class SeedMetrics {

  /** Share of transfers that fail, once each: what the seed's cluster saw in a day. */
  static final double FAILED_TRANSFERS = 0.05;

  /** Share of transfers whose worker dies. */
  static final double SILENT_TRANSFERS = 0.01;

  private static final double SLOWEST_LINK = 25e6;
  private static final double FASTEST_LINK = 100e6;
  private static final Duration SETUP = Duration.ofMillis(300);

  private SeedMetrics() {}

  /**
   * What came out.
   *
   * @param viewLagP99 seconds from a change on a disk until the view that is asked shows it
   * @param failedShare of the transfers, 0..1
   * @param trainings that began on an empty host
   * @param unserved of these, at the end
   * @param firstDataP50 seconds from the begin of a training to its first data
   * @param orphans items whose last reachable copy went
   * @param orphansDetected of these
   * @param orphanSlowest seconds, of those detected; NaN: none was
   * @param backedUp share of the items that are old enough and lie in the bucket, 0..1
   */
  public record Figures(
      double viewLagP99,
      int transfers,
      double failedShare,
      int trainings,
      int unserved,
      double firstDataP50,
      double firstDataP95,
      int orphans,
      int orphansDetected,
      double orphanSlowest,
      double backedUp) {}

  /** Both, on the same events. */
  public record Comparison(Figures daemons, Figures plane) {}

  public static Comparison run(long seed, Duration length) {
    SeedScript script = SeedScript.draw(seed, length, SimulatedCluster.T0);
    return new Comparison(new SeedDaemons(script, seed).run(), new SeedPlane(script, seed).run());
  }

  /** What is assumed, line by line, for people. */
  public static List<String> assumptions() {
    return List.of(
        "hosts: %d rented, %d others, half of which train; an external drive, a bucket"
            .formatted(SeedScript.RENTED, SeedScript.OTHERS),
        "a rental ends every %d min, half of them unnoticed; %d min later an empty host trains"
            .formatted(
                SeedScript.RENTAL_ENDS_EVERY.toMinutes(), SeedScript.NEXT_RENTAL_AFTER.toMinutes()),
        "every %dth rental ends %d s after games were written there, before any copy can be made"
            .formatted(SeedScript.LAST_GAMES_EVERY, SeedScript.LAST_GAMES_BEFORE.toSeconds()),
        "made: an NPZ (40-500 MB) every %d min, games (5-11 GB) every %d, a model (15-365 MB) every %d"
            .formatted(
                SeedScript.EXPORT_EVERY.toMinutes(),
                SeedScript.GAMES_EVERY.toMinutes(),
                SeedScript.PROMOTION_EVERY.toMinutes()),
        "links: 25 to 100 MB/s by pair of nodes, and %d ms to begin".formatted(SETUP.toMillis()),
        "faults: %.0f %% of the attempts fail at their end, %.0f %% fall silent"
            .formatted(100 * FAILED_TRANSFERS, 100 * SILENT_TRANSFERS),
        "daemons: views and pushes to the drive and a host every 60 s, the drive to trainers every"
            + " 5 min one file after the other, the bucket every hour, uploads over 400 MB die,"
            + " rented hosts are left out, a failure waits for the next cycle",
        "a failed transfer: of the daemons' an attempt, of the plane's an operation that gave up");
  }

  /** The link between two nodes is always the same. */
  static Duration time(long bytes, String source, String target) {
    double place = Math.floorMod((source + ">" + target).hashCode(), 1_000) / 1e3;
    double rate = SLOWEST_LINK + place * (FASTEST_LINK - SLOWEST_LINK);
    return SETUP.plusMillis((long) (bytes / rate * 1e3));
  }
}
