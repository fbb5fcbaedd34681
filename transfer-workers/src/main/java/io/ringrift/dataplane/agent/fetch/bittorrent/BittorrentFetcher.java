package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.program.Program;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches from a swarm whose first member and tracker is the source, and hands on what has come, so
 * that the source need not send it to each. A finished file is seeded on for a while.
 */
public final class BittorrentFetcher implements Fetcher {
  /** The name in orders, heartbeats and metrics. */
  public static final String TRANSPORT = "bittorrent";

  private final Aria2 aria2;
  private final Seeds seeds;
  private final SwarmCalls calls;
  private final Duration patience;
  private final Program program;
  private final PeerAccess access;
  private final long bytesPerSecond;

  /**
   * @param access how {@code aria2c} and other members reach one another
   * @param patience how long a swarm may send nothing
   * @param bytesPerSecond limit of each fetch; 0: none
   */
  BittorrentFetcher(
      Aria2 aria2,
      Seeds seeds,
      PeerAccess access,
      Duration patience,
      long bytesPerSecond,
      Program program) {
    this.access = access;
    this.bytesPerSecond = bytesPerSecond;
    this.aria2 = aria2;
    this.seeds = seeds;
    this.calls = new SwarmCalls(patience);
    this.patience = patience;
    this.program = program;
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public Optional<String> unavailable() {
    return program.missing();
  }

  /** Chunks of an earlier attempt whose pieces are not as the swarm says are fetched again. */
  @Override
  public boolean rewrites(FetchTask task) {
    return task.partial().resumed();
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    if (task.partial().missing().isEmpty()) {
      return;
    }
    Metainfo metainfo = calls.metainfo(task);
    URI announce = SwarmCalls.announce(task);
    // A file that was evicted a moment ago may still be given, and a torrent is added only once.
    seeds.giveUp(metainfo.infoHash());
    try (PeerAccess.Membership membership = join(task, metainfo, announce)) {
      new SwarmFetch(task, metainfo, membership.announce(), aria2, patience, bytesPerSecond).run();
    }
    task.whenPlaced(file -> seeds.join(metainfo, announce, file));
  }

  private PeerAccess.Membership join(FetchTask task, Metainfo metainfo, URI announce)
      throws FetchFailure {
    try {
      return access.fetch(metainfo.infoHash(), announce, () -> task.order().priority().weight());
    } catch (IOException e) {
      throw new FetchFailure(FailureCode.PROGRAM_FAILED, "aria2c: " + e.getMessage());
    }
  }
}
