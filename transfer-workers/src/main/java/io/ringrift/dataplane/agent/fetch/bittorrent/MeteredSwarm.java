package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A swarm whose members {@code aria2c} knows by addresses of this host: for each that the tracker
 * has named there is one, on loopback, from which connections are carried to that member and to
 * none else. Thread-safe.
 */
final class MeteredSwarm {
  private static final Logger LOG = LoggerFactory.getLogger(MeteredSwarm.class);

  /** As many as a tracker names at once. */
  private static final int MOST_MEMBERS = Tracker.MOST_PEERS;

  private final URI tracker;
  private final Meter meter;
  private final Forwarder forwarder;
  private final Semaphore room;
  private final MemberAddresses addresses;
  private final InetAddress from;

  /** By the member's true address; the one that was named longest ago is the first. */
  private final Map<InetSocketAddress, StandIn> listeners = new LinkedHashMap<>();

  /** Where connections for a member are taken, and when it was named last. */
  private record StandIn(Forwarder.Listener listener, long namedNanos) {
    boolean unused() {
      return listener.unused();
    }
  }

  private boolean closed;

  /**
   * @param tracker the true one
   * @param room permits, one a connection
   * @param from address of this host that members are connected from; null: any
   */
  MeteredSwarm(
      URI tracker,
      Meter meter,
      Forwarder forwarder,
      Semaphore room,
      MemberAddresses addresses,
      InetAddress from) {
    this.tracker = tracker;
    this.meter = meter;
    this.forwarder = forwarder;
    this.room = room;
    this.addresses = addresses;
    this.from = from;
  }

  URI tracker() {
    return tracker;
  }

  /** Addresses of this host for members that the tracker has just named, in the same order. */
  synchronized List<InetSocketAddress> standIns(List<InetSocketAddress> members) {
    List<InetSocketAddress> standIns = new ArrayList<>();
    forgetWhoIsGone();
    for (InetSocketAddress member : members) {
      if (standIns.size() < MOST_MEMBERS && !closed && sensible(member)) {
        try {
          standIns.add(standIn(member));
        } catch (IOException e) {
          LOG.warn("{} can't be a member of a swarm here: {}", member, e.toString());
        }
      }
    }
    return standIns;
  }

  /** A tracker that names an address of this class would have it connect to itself for ever. */
  private boolean sensible(InetSocketAddress member) {
    return member.getPort() != 0 && !forwarder.listensAt(member);
  }

  private InetSocketAddress standIn(InetSocketAddress member) throws IOException {
    StandIn known = listeners.remove(member);
    Forwarder.Listener listener;
    if (known == null) {
      makeRoom();
      listener =
          forwarder.listen(
              new InetSocketAddress(addresses.of(member.getAddress()), 0),
              room,
              accepted -> new JoinedConnection(accepted, Forwarder.connect(from, member), meter));
    } else {
      listener = known.listener();
    }
    listeners.put(member, new StandIn(listener, System.nanoTime()));
    return listener.address();
  }

  /** Whom the tracker no longer names; members that come and go must not leave addresses behind. */
  private void forgetWhoIsGone() {
    long before = System.nanoTime() - Tracker.GONE_AFTER.toNanos();
    listeners
        .values()
        .removeIf(
            standIn -> {
              boolean gone = standIn.namedNanos() - before < 0 && standIn.unused();
              if (gone) {
                standIn.listener().close();
              }
              return gone;
            });
  }

  /** Whom the tracker has named longest ago goes first, if nothing is exchanged with it. */
  private void makeRoom() throws IOException {
    if (listeners.size() < MOST_MEMBERS) {
      return;
    }
    Map.Entry<InetSocketAddress, StandIn> unused =
        listeners.entrySet().stream()
            .filter(entry -> entry.getValue().unused())
            .findFirst()
            .orElseThrow(() -> new IOException("connected with %d".formatted(listeners.size())));
    listeners.remove(unused.getKey());
    unused.getValue().listener().close();
  }

  /** Ends all connections that began here. */
  synchronized void close() {
    closed = true;
    listeners.values().forEach(standIn -> standIn.listener().close());
    listeners.clear();
  }
}
