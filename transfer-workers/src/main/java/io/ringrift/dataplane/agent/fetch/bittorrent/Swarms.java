package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A node's part in swarms, put together: what it fetches, begins, tracks and gives. */
public final class Swarms implements Closeable {
  private final PeerAccess access;
  private final Aria2 aria2;
  private final Tracker tracker;
  private final Seeds seeds;
  private final Offers offers;
  private final BittorrentFetcher fetcher;

  /** Where others reach this node. */
  @FunctionalInterface
  public interface Host {
    InetAddress address() throws IOException;
  }

  /**
   * How a node takes part.
   *
   * @param program {@code aria2c}
   * @param port where other members connect to; 0: any that is free
   * @param externalPort where they do if that is another one; 0: the same
   * @param keptUnused how long a file is given that nobody wants
   */
  public record Settings(Program program, int port, int externalPort, Duration keptUnused) {}

  /**
   * What a node keeps to.
   *
   * @param sent limit of all that it sends
   * @param received limit of all that it receives
   * @param fetchBytesPerSecond limit of each fetch; 0: none
   */
  public record Limits(Bandwidth sent, Bandwidth received, long fetchBytesPerSecond) {
    private boolean any() {
      return sent.bytesPerSecond() > 0 || received.bytesPerSecond() > 0;
    }
  }

  /**
   * @param listen the address of this node where members may connect
   * @param folder for its own files, on the file system of the data folder
   * @param patience how long a swarm may send nothing
   * @param executor hashes files that are to be given
   */
  public Swarms(
      Settings settings,
      InetAddress listen,
      Host host,
      Path folder,
      Limits limits,
      Duration patience,
      Executor executor,
      Clock clock) {
    InetSocketAddress address = new InetSocketAddress(listen, settings.port());
    this.access =
        limits.any()
            ? new MeteredAccess(address, settings.externalPort(), limits.sent(), limits.received())
            : new DirectAccess(address, limits.sent());
    this.aria2 = new Aria2(settings.program(), access, folder);
    this.tracker = new Tracker(clock);
    this.seeds =
        new Seeds(
            aria2,
            tracker,
            folder.resolve("seeds"),
            host,
            access,
            settings.externalPort(),
            settings.keptUnused());
    this.offers = new Offers(seeds, executor);
    this.fetcher =
        new BittorrentFetcher(
            aria2, seeds, access, patience, limits.fetchBytesPerSecond(), settings.program());
  }

  /** Removes what an earlier life of the agent left, and begins to look after what is given. */
  public void start() throws IOException {
    seeds.start();
  }

  public BittorrentFetcher fetcher() {
    return fetcher;
  }

  /** The swarms that this node can begin. */
  public Offers offers() {
    return offers;
  }

  public Tracker tracker() {
    return tracker;
  }

  @Override
  public void close() {
    seeds.close();
    aria2.close();
    access.close();
  }
}
