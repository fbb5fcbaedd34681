package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What happens in some hours of a cluster like the seed's, drawn beforehand, so that whoever moves
 * the data meets the same events.
 */
record SeedScript(Duration length, List<Happening> happenings) {

  static final int RENTED = 14;
  static final int OTHERS = 26;

  /** Where what is kept lies; and the bucket. */
  static final String DRIVE = "owc";

  static final String BUCKET = "s3";

  static final Duration EXPORT_EVERY = Duration.ofMinutes(3);
  static final Duration GAMES_EVERY = Duration.ofMinutes(6);
  static final Duration PROMOTION_EVERY = Duration.ofMinutes(30);
  static final Duration RENTAL_ENDS_EVERY = Duration.ofMinutes(5);
  static final Duration NEXT_RENTAL_AFTER = Duration.ofMinutes(2);

  /** So many rentals end with games that were written shortly before. */
  static final int LAST_GAMES_EVERY = 4;

  static final Duration LAST_GAMES_BEFORE = Duration.ofSeconds(45);

  static final List<String> CONFIGS = List.of("hex8_2p", "square8_4p", "square19_3p");

  private static final long MB = 1_000_000;

  /** Something at a node, so long after the start. */
  sealed interface Happening {
    Duration at();

    String node();
  }

  /** A file is written there, validated and announced. */
  record Made(Duration at, String node, Content content) implements Happening {}

  /** The host goes, with what is on its disk. */
  record Gone(Duration at, String node, boolean noticed) implements Happening {}

  /** An empty host takes its place and begins to train. */
  record Trains(Duration at, String node, String configKey) implements Happening {}

  static SeedScript draw(long seed, Duration length, Instant start) {
    return new Drawing(new Random(seed), length, start).script();
  }

  /** Share of what was made before {@code latest} that has what is asked, 0..1. */
  static double share(SeedScript script, Instant latest, Predicate<Content> asked) {
    List<Content> made =
        script.happenings().stream()
            .filter(Made.class::isInstance)
            .map(each -> ((Made) each).content())
            .filter(content -> content.contentTime().isBefore(latest))
            .toList();
    return (double) made.stream().filter(asked).count() / made.size();
  }

  static String rented(int number) {
    return "rented-" + number;
  }

  static String other(int number) {
    return "host-" + number;
  }

  static Set<String> roles(int other) {
    return other % 2 == 0 ? Set.of(Node.TRAINING, Node.SERVING) : Set.of(Node.SERVING);
  }

  private static final class Drawing {

    private final Random lots;
    private final Duration length;
    private final Instant start;
    private final List<Happening> happenings = new ArrayList<>();
    private int files;

    Drawing(Random lots, Duration length, Instant start) {
      this.lots = lots;
      this.length = length;
      this.start = start;
    }

    SeedScript script() {
      for (String config : CONFIGS) {
        made(Duration.ofSeconds(20), ItemType.NPZ, config, DRIVE);
        made(Duration.ofSeconds(20), ItemType.GAME, config, DRIVE);
      }
      rentals();
      every(EXPORT_EVERY, at -> made(at, ItemType.NPZ, config(), training()));
      every(PROMOTION_EVERY, at -> made(at, ItemType.MODEL, config(), training()));
      // Half of the games are played on rented hosts, as long as these are there.
      every(GAMES_EVERY, at -> made(at, ItemType.GAME, config(), player(at)));
      happenings.sort(Comparator.comparing(Happening::at));
      return new SeedScript(length, List.copyOf(happenings));
    }

    /** One rental after another ends, in turn, so that each lasts over an hour. */
    private void rentals() {
      int turn = 0;
      for (Duration at = RENTAL_ENDS_EVERY;
          at.compareTo(length) < 0;
          at = at.plus(RENTAL_ENDS_EVERY)) {
        String node = rented(turn++ % RENTED);
        if (turn % LAST_GAMES_EVERY == 0) {
          made(at.minus(LAST_GAMES_BEFORE), ItemType.GAME, config(), node);
        }
        happenings.add(new Gone(at, node, lots.nextBoolean()));
        happenings.add(new Trains(at.plus(NEXT_RENTAL_AFTER), node, config()));
      }
    }

    private void every(Duration mean, Consumer<Duration> what) {
      Duration at = Duration.ofMinutes(1);
      while (at.compareTo(length) < 0) {
        what.accept(at);
        at = at.plusMillis((long) (mean.toMillis() * (0.5 + lots.nextDouble())));
      }
    }

    private void made(Duration at, ItemType type, String config, String node) {
      Content plain =
          Content.of(type, config, files, ++files, start.plus(at), 0.5 + lots.nextInt(50) / 100.0);
      happenings.add(new Made(at, node, plain.sized(size(type))));
    }

    /** As the seed's cluster has them. */
    private long size(ItemType type) {
      return switch (type) {
        case GAME -> (5_000 + lots.nextInt(6_000)) * MB;
        case NPZ -> (40 + lots.nextInt(460)) * MB;
        default -> (15 + lots.nextInt(350)) * MB;
      };
    }

    private String config() {
      return CONFIGS.get(lots.nextInt(CONFIGS.size()));
    }

    private String training() {
      return other(2 * lots.nextInt(OTHERS / 2));
    }

    private String player(Duration at) {
      String node = lots.nextBoolean() ? rented(lots.nextInt(RENTED)) : training();
      boolean away =
          happenings.stream()
              .anyMatch(
                  each ->
                      each instanceof Gone gone
                          && gone.node().equals(node)
                          && !at.plusSeconds(5).minus(gone.at()).isNegative()
                          && at.minus(gone.at()).compareTo(NEXT_RENTAL_AFTER.plusSeconds(5)) < 0);
      return away ? DRIVE : node;
    }
  }
}
