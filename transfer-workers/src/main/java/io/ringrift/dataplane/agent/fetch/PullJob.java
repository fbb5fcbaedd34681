package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one pull: fetch, hash while it arrives, compare, move into place. */
final class PullJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PullJob.class);

  private final Pull pull;
  private final Fetcher fetcher;
  private final Surroundings surroundings;
  private final DiskBudget.Reservation reservation;
  private final Runnable whenEnded;

  /**
   * What every job needs.
   *
   * @param executor runs the fetch beside the job, which hashes
   */
  record Surroundings(
      Placement placement, Path partialFolder, List<TokenBucket> limits, Executor executor) {}

  PullJob(
      Pull pull,
      Fetcher fetcher,
      Surroundings surroundings,
      DiskBudget.Reservation reservation,
      Runnable whenEnded) {
    this.pull = pull;
    this.fetcher = fetcher;
    this.surroundings = surroundings;
    this.reservation = reservation;
    this.whenEnded = whenEnded;
  }

  @Override
  public void run() {
    try {
      Holding holding = obtain();
      Path path = surroundings.placement().path(holding);
      release();
      pull.done(holding, path);
    } catch (FetchFailure e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(new FetchFailure(FailureCode.CANCELLED, "the agent is shutting down"));
    } catch (IOException e) {
      fail(new FetchFailure(FailureCode.ofDisk(e), e.toString()));
    } catch (RuntimeException e) {
      LOG.error("pull {} broke", pull.order().operationId(), e);
      fail(new FetchFailure(FailureCode.INTERNAL_ERROR, e.toString()));
    }
  }

  private void fail(FetchFailure cause) {
    release();
    pull.failed(cause);
  }

  /** Who learns that a pull has ended may order the next at once, so its room is free before. */
  private void release() {
    reservation.close();
    whenEnded.run();
  }

  private Holding obtain() throws IOException, FetchFailure, InterruptedException {
    PullOrder order = pull.order();
    Optional<Holding> there = surroundings.placement().recognise(order);
    if (there.isPresent()) {
      return there.get();
    }
    surroundings.placement().refuseStranger(order);
    while (true) {
      try (PartialFile file =
          PartialFile.open(surroundings.partialFolder(), order.sha256(), order.sizeBytes())) {
        FetchTask attempt = pull.begin(file, surroundings.limits());
        String sha256 = fetchAndHash(attempt, file);
        if (sha256.equals(order.sha256())) {
          Holding holding = surroundings.placement().place(file, order, attempt.sourceModified());
          file.moved();
          return holding;
        }
        file.discard();
        refuseMismatch(order, sha256, file.resumed());
      }
    }
  }

  /** A mismatch over resumed chunks may be the doing of this disk; the next round has none. */
  private static void refuseMismatch(PullOrder order, String sha256, boolean resumed)
      throws FetchFailure {
    String message =
        "the hash of what came is %s, ordered was %s; it was discarded"
            .formatted(sha256, order.sha256());
    if (!resumed) {
      throw new FetchFailure(FailureCode.CHECKSUM_MISMATCH, message);
    }
    LOG.warn("pull {}: {}; fetching all of it anew", order.operationId(), message);
  }

  private String fetchAndHash(FetchTask attempt, PartialFile file)
      throws IOException, FetchFailure, InterruptedException {
    FutureTask<Void> fetching =
        new FutureTask<>(
            () -> {
              fetcher.fetch(attempt);
              return null;
            });
    PrefixHash hash = new PrefixHash(file);
    WriteBehind writeBehind = new WriteBehind(file, surroundings.executor());
    long accounted = file.finishedBytes();
    reservation.used(accounted);
    surroundings.executor().execute(fetching);
    try {
      while (!hash.complete() && !fetching.isDone()) {
        hash.follow();
        long finished = file.finishedBytes();
        writeBehind.advance(finished);
        reservation.used(finished - accounted);
        accounted = finished;
      }
      awaitEnd(fetching);
      while (!hash.complete()) {
        requireWhole(file);
        hash.follow();
      }
      return hash.sha256();
    } catch (IOException | InterruptedException | RuntimeException e) {
      attempt.cancel();
      throw e;
    } finally {
      // The file is closed next: nobody may still be at work on it.
      settle(fetching);
      writeBehind.end();
    }
  }

  private void awaitEnd(FutureTask<Void> fetching) throws FetchFailure, InterruptedException {
    try {
      fetching.get();
    } catch (ExecutionException e) {
      pull.throwIfStopped();
      if (e.getCause() instanceof FetchFailure failure) {
        throw new FetchFailure(failure.code(), failure.reaction(), failure.getMessage());
      }
      throw new IllegalStateException("fetch broke: " + e.getCause(), e.getCause());
    }
  }

  private static void settle(FutureTask<Void> fetching) throws InterruptedException {
    try {
      fetching.get();
    } catch (ExecutionException e) {
      LOG.debug("fetch had ended with {}", e.getCause().toString());
    }
  }

  private void requireWhole(PartialFile file) {
    if (!file.missing().isEmpty()) {
      throw new IllegalStateException(
          fetcher.transport() + " ended without chunks " + file.missing());
    }
  }
}
