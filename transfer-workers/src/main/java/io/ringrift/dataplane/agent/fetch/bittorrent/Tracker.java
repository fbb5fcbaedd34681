package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells the members of a swarm where the others are (BEP 3, compact lists of BEP 23 and 7). Only
 * swarms that were opened here exist, and only who knows their info hash can ask. Thread-safe.
 */
public final class Tracker {
  /** Between two questions of a member; short, since a swarm lives for minutes. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A member that doesn't ask for so long is gone. */
  static final Duration GONE_AFTER = INTERVAL.multipliedBy(6);

  /** Named at once. */
  static final int MOST_PEERS = 50;

  private final Clock clock;
  private final Map<String, Swarm> swarms = new ConcurrentHashMap<>();

  public Tracker(Clock clock) {
    this.clock = clock;
  }

  /** Opens a swarm, whose first member never asks, but is told to all others. */
  void open(String infoHash, InetSocketAddress seed) {
    swarms.put(infoHash, new Swarm(seed));
  }

  void close(String infoHash) {
    swarms.remove(infoHash);
  }

  /** The bencoded answer, of a failure too: that is how trackers speak. */
  public byte[] answer(Announce announce) {
    Swarm swarm = swarms.get(announce.infoHash());
    if (swarm == null) {
      return TrackerAnswer.failed("this tracker has no such swarm").bencoded();
    }
    return swarm.answer(announce, clock.instant());
  }

  /** Members of a swarm besides its first one. */
  int members(String infoHash) {
    Swarm swarm = swarms.get(infoHash);
    return swarm == null ? 0 : swarm.members(clock.instant());
  }

  private static final class Swarm {
    private final InetSocketAddress seed;
    private final Map<InetSocketAddress, Instant> lastSeen = new LinkedHashMap<>();

    private Swarm(InetSocketAddress seed) {
      this.seed = seed;
    }

    private synchronized int members(Instant now) {
      lastSeen.values().removeIf(seen -> seen.plus(GONE_AFTER).isBefore(now));
      return lastSeen.size();
    }

    private synchronized byte[] answer(Announce announce, Instant now) {
      members(now);
      // Put at the end: of more than are told, the newest matter least to a newcomer.
      lastSeen.remove(announce.address());
      List<InetSocketAddress> peers =
          Stream.concat(Stream.of(seed), lastSeen.keySet().stream()).limit(MOST_PEERS).toList();
      if (!announce.leaving()) {
        lastSeen.put(announce.address(), now);
      }
      return new TrackerAnswer(null, INTERVAL.toSeconds(), peers).bencoded();
    }
  }
}
