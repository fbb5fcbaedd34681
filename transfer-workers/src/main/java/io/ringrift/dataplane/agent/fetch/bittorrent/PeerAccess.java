package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** How {@code aria2c} and the other members of swarms reach one another. */
interface PeerAccess extends Closeable {
  /** Where a process is to take connections; port 0: any that is free. */
  InetSocketAddress listen();

  /**
   * Lets other members connect to a process, and no longer to one that was named before.
   *
   * @param port where it takes connections, at the address of {@link #listen}
   * @param alive whether it still does
   * @return the port of this node where they connect to
   */
  int open(int port, BooleanSupplier alive) throws IOException;

  /**
   * Lets processes of this node connect to the members of a swarm from which it fetches.
   *
   * @param tracker knows them
   * @param weight share of the bandwidth, beside others, of what is exchanged over such connections
   */
  Membership fetch(String infoHash, URI tracker, IntSupplier weight) throws IOException;

  /** The same for a swarm to which this node hands on what it has whole. */
  Membership give(String infoHash, URI tracker) throws IOException;

  /**
   * Takes note of what a process has sent, where nobody else does.
   *
   * @param session null: none runs
   * @param active its torrents
   */
  void looked(Aria2.Session session, List<SwarmStatus> active) throws InterruptedException;

  @Override
  void close();

  /** This node's part in a swarm, until it is closed. */
  interface Membership extends Closeable {
    /** The tracker that {@code aria2c} is to ask. */
    URI announce();

    @Override
    void close();
  }
}
