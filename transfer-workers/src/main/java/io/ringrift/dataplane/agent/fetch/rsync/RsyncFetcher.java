package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Has rsync bring what differs from the version that this node holds already. The partial file
 * starts as a copy of that version, so the visible file is only read, and what an interrupted fetch
 * has changed stays.
 */
public final class RsyncFetcher implements Fetcher {
  /** The name of this transport. */
  public static final String TRANSPORT = "rsync";

  private final Program program;
  private final Older older;
  private final Duration patience;
  private final Executor executor;
  private final Tls tls;
  private final Ssh ssh;
  private final HttpClient client;

  /** Where another version of what is ordered lies at this node. */
  @FunctionalInterface
  public interface Older {
    Optional<Path> file(PullOrder order) throws IOException;
  }

  /**
   * @param patience how long a source may send nothing
   * @param executor runs what carries bytes beside the fetch
   * @param tls of this agent: one that speaks it fetches nothing in the open
   * @param ssh null: sources that are reached by ssh alone aren't
   */
  public RsyncFetcher(
      Program program, Older older, Duration patience, Executor executor, Tls tls, Ssh ssh) {
    this.program = program;
    this.tls = tls;
    this.ssh = ssh;
    this.older = older;
    this.patience = patience;
    this.executor = executor;
    this.client = tls.client();
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  /**
   * Also for want of ssh where that is set up: sources that are reached by it alone would fail, one
   * fetch after another, and nobody be told why.
   */
  @Override
  public Optional<String> unavailable() {
    Optional<String> withoutSsh = ssh == null ? Optional.empty() : ssh.program().missing();
    return Stream.of(program.missing(), withoutSsh)
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  /**
   * Always: rsync writes in place, and once more over what its own checksum of the file finds
   * wrong. Chunks are marked all the same, for the transport that goes on after a cut; the hash of
   * the whole finds those that were marked too early.
   */
  @Override
  public boolean rewrites(FetchTask task) {
    return true;
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    RsyncOffer offer = offer(task);
    if (task.partial().missing().isEmpty()) {
      return;
    }
    try {
      Optional<Path> base = older.file(task.order());
      if (base.isPresent() && Seed.copy(base.get(), task) > 0) {
        // The first is kept for a minute where nobody connects, and large files take longer.
        offer = offer(task);
      }
      try (Tunnel tunnel = new Tunnel(task, way(task, offer), patience, executor)) {
        new RsyncRun(program.path(), task, offer, tunnel, patience).run();
      }
    } catch (IOException e) {
      task.throwIfCancelled();
      throw RsyncExit.ofDisk(e);
    }
  }

  private RsyncOffer offer(FetchTask task) throws FetchFailure, InterruptedException {
    RsyncOffer offer = RsyncOffer.ask(task, client, patience);
    refuseUnusable(task.order().peerNode(), offer);
    task.sourceModified(offer.contentTime());
    return offer;
  }

  private void refuseUnusable(String source, RsyncOffer offer) throws FetchFailure {
    if (offer.sshPort() > 0 && ssh == null) {
      throw new FetchFailure(
          FailureCode.SOURCE_LACKS_TRANSPORT,
          source + " serves rsync by ssh alone, and agent.rsync.ssh.key is not set here");
    }
    if (offer.sshPort() == 0 && tls.serves()) {
      throw new FetchFailure(
          FailureCode.SOURCE_LACKS_TRANSPORT,
          source + " serves rsync without encryption, and this agent speaks TLS");
    }
  }

  private Way way(FetchTask task, RsyncOffer offer) {
    String host = task.order().peerUrl().getHost();
    return offer.sshPort() == 0
        ? new DirectWay(new InetSocketAddress(host, offer.port()))
        : new SshWay(
            ssh.command(host, offer.sshPort(), offer.port()),
            "%s@%s:%d".formatted(ssh.user(), host, offer.sshPort()));
  }
}
