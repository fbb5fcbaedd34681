package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * For a node with a limit: {@code aria2c} is on loopback alone, and every connection between it and
 * another member passes this process, which pays for bytes before it lets them by. Others connect
 * here and are carried to {@code aria2c}; it connects here and is carried to a member that the
 * tracker has named. See ADR 0048. Thread-safe.
 */
final class MeteredAccess implements PeerAccess {
  /** A connection has two threads. */
  private static final int MOST_CONNECTIONS = 64;

  private final InetSocketAddress listen;
  private final int externalPort;
  private final Bandwidth sent;
  private final Bandwidth received;

  // Apart, so that neither strangers who connect nor what is handed on keep a fetch from its
  // source.
  private final Semaphore fromOthers = new Semaphore(MOST_CONNECTIONS);
  private final Semaphore toSources = new Semaphore(MOST_CONNECTIONS);
  private final Semaphore toReceivers = new Semaphore(MOST_CONNECTIONS);

  private final MemberAddresses addresses = new MemberAddresses();
  private volatile Target aria2;
  private Forwarder forwarder;
  private Forwarder.Listener door;
  private TrackerProxy tracker;
  private boolean closed;

  /** Where the running process takes connections, and whether it does. */
  private record Target(int port, BooleanSupplier alive) {}

  /**
   * @param listen where other members may connect; port 0: any that is free
   * @param externalPort where they do if that is another one; 0: the same
   */
  MeteredAccess(InetSocketAddress listen, int externalPort, Bandwidth sent, Bandwidth received) {
    this.listen = listen;
    this.externalPort = externalPort;
    this.sent = sent;
    this.received = received;
  }

  @Override
  public InetSocketAddress listen() {
    return new InetSocketAddress(MemberAddresses.LOOPBACK, 0);
  }

  @Override
  public synchronized int open(int port, BooleanSupplier alive) throws IOException {
    begin();
    aria2 = new Target(port, alive);
    return door.address().getPort();
  }

  @Override
  public Membership fetch(String infoHash, URI trueTracker, IntSupplier weight) throws IOException {
    return join(infoHash, trueTracker, weight, toSources);
  }

  @Override
  public Membership give(String infoHash, URI trueTracker) throws IOException {
    return join(infoHash, trueTracker, PullPriority.NORMAL::weight, toReceivers);
  }

  private synchronized Membership join(
      String infoHash, URI trueTracker, IntSupplier weight, Semaphore room) throws IOException {
    begin();
    MeteredSwarm swarm =
        new MeteredSwarm(
            trueTracker,
            new Meter(sent, received, weight),
            forwarder,
            room,
            addresses,
            listen.getAddress().isAnyLocalAddress() ? null : listen.getAddress());
    TrackerProxy proxy = tracker;
    proxy.open(infoHash, swarm);
    return new Membership() {
      @Override
      public URI announce() {
        return proxy.announce();
      }

      @Override
      public void close() {
        proxy.close(infoHash, swarm);
      }
    };
  }

  /** Listens, when a swarm is first wanted. */
  private void begin() throws IOException {
    if (closed) {
      throw new IOException("the agent is shutting down");
    }
    if (tracker != null) {
      return;
    }
    Forwarder fresh = new Forwarder(3 * MOST_CONNECTIONS);
    try {
      door = fresh.listen(listen, fromOthers, this::toAria2);
      tracker = new TrackerProxy(externalPort == 0 ? door.address().getPort() : externalPort);
      forwarder = fresh;
    } finally {
      if (forwarder == null) {
        fresh.close();
      }
    }
  }

  private JoinedConnection toAria2(SocketChannel member) throws IOException {
    Target target = aria2;
    // Another program may listen there by now.
    if (target == null || !target.alive().getAsBoolean()) {
      throw new IOException("aria2c doesn't run");
    }
    InetAddress from = addresses.of(((InetSocketAddress) member.getRemoteAddress()).getAddress());
    SocketChannel own =
        Forwarder.connect(from, new InetSocketAddress(MemberAddresses.LOOPBACK, target.port()));
    return new JoinedConnection(
        own, member, new Meter(sent, received, PullPriority.NORMAL::weight));
  }

  /** What passes here is counted here. */
  @Override
  public void looked(Aria2.Session session, List<SwarmStatus> active) {}

  @Override
  public synchronized void close() {
    closed = true;
    if (tracker != null) {
      tracker.close();
      forwarder.close();
    }
  }
}
