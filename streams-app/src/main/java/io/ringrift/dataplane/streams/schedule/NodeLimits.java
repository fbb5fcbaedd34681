package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Node;
import java.util.Optional;

/**
 * How much nodes give and get at once.
 *
 * <p>A node gets as many transfers as its {@code max_transfers} says, and gives as many as the
 * policy says; a coordinator does little of both. A single item larger than the limit of bytes
 * moves while nothing else does, or it never would. CRITICAL is never held by these limits, but
 * counts.
 *
 * @param giving most transfers from a node, 1 or more
 * @param getting most transfers to a node that doesn't say how many it takes, 1 or more
 * @param coordinator most transfers from and to a node of role coordinator, 1 or more
 * @param bytes most bytes in flight from a node, and to a node; 1 or more
 */
public record NodeLimits(int giving, int getting, int coordinator, long bytes) {

  /** As many as an agent fetches by default, twice: a source has nothing to verify or write. */
  public static final int GIVING = 8;

  /** As many as an agent fetches by default. */
  public static final int GETTING = 4;

  public static final int COORDINATOR = 2;

  /** As agents have it by default. */
  public static final long BYTES = 200L << 30;

  public static final NodeLimits STANDARD = new NodeLimits(GIVING, GETTING, COORDINATOR, BYTES);

  public NodeLimits {
    if (giving < 1 || getting < 1 || coordinator < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "giving %d, getting %d, coordinator %d, bytes %d, allowed: 1 or more each"
              .formatted(giving, getting, coordinator, bytes));
    }
  }

  /**
   * Most that the side of a node carries at once, of all tasks together.
   *
   * @param node null: nothing was heard of it
   */
  public Load of(Place.Side side, Node node) {
    boolean says = node != null && node.maxTransfers() > 0;
    long most =
        switch (side) {
          case GIVES -> giving;
          case GETS -> says ? node.maxTransfers() : getting;
        };
    boolean small = node != null && node.hasRole(Node.COORDINATOR);
    return new Load(small ? Math.min(most, coordinator) : most, bytes);
  }

  /**
   * Why the place has no room for one more transfer; empty: it has.
   *
   * @param node of the place; null: nothing was heard of it
   * @param now what it carries already
   * @param size of the item in bytes
   * @param tasks of all tasks those that {@code now} is of; 1 to {@code all}
   * @param all tasks, which the limit is for; the part that counts is at least one transfer
   */
  public Optional<String> full(Place place, Node node, Load now, long size, int tasks, int all) {
    Load whole = of(place.side(), node);
    long transfers = Math.max(1, (whole.transfers() * tasks + all - 1) / all);
    long most = Math.max(1, whole.bytes() / all * tasks);
    String verb = place.side() == Place.Side.GIVES ? "gives" : "gets";
    if (now.transfers() >= transfers) {
      return Optional.of(
          "%s already %s %d of %d".formatted(place.nodeId(), verb, now.transfers(), transfers));
    }
    if (now.transfers() > 0 && now.bytes() + size > most) {
      return Optional.of(
          "%s already %s %d MB of %d MB at once"
              .formatted(place.nodeId(), verb, now.bytes() >> 20, most >> 20));
    }
    return Optional.empty();
  }
}
