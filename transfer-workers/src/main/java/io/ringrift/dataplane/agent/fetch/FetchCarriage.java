package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one order to fetch: hash while it arrives, compare, move into place. */
final class FetchCarriage implements Carrier.Carriage {
  private static final Logger LOG = LoggerFactory.getLogger(FetchCarriage.class);

  /** Each time either a false list is found out or wrong chunks are replaced by checked ones. */
  private static final int MOST_MENDED = 4;

  private static final long LOOK_MILLIS = 100;

  private final FetchCarrier with;
  private final Fetcher fetcher;
  private final DiskBudget.Reservation reservation;
  private final List<Bandwidth> limits;
  private long accounted;

  /**
   * @param reservation for all bytes that are still to be written
   * @param here bytes of an earlier attempt, not in the reservation
   */
  FetchCarriage(
      FetchCarrier with,
      Fetcher fetcher,
      DiskBudget.Reservation reservation,
      long here,
      List<Bandwidth> limits) {
    this.with = with;
    this.fetcher = fetcher;
    this.reservation = reservation;
    this.accounted = here;
    this.limits = limits;
  }

  @Override
  public PullStatus.Received carry(Pull pull)
      throws IOException, FetchFailure, InterruptedException {
    return with.received(obtain(pull));
  }

  @Override
  public void close() {
    reservation.close();
  }

  private Holding obtain(Pull pull) throws IOException, FetchFailure, InterruptedException {
    PullOrder order = pull.order();
    Optional<Holding> there = with.placement.recognise(order, pull);
    if (there.isPresent()) {
      return there.get();
    }
    with.placement.refuseStranger(order);
    int mended = 0;
    while (true) {
      try (PartialFile file =
          PartialFile.open(with.partialFolder, order.sha256(), order.sizeBytes())) {
        FetchTask attempt =
            pull.begin((now, from, count) -> new FetchTask(now, from, file, limits, count));
        String sha256 = fetchAndHash(pull, attempt, file);
        if (sha256.equals(order.sha256())) {
          with.proven(order, pull.sources(), file.allChecked());
          pull.throwIfStopped();
          Holding holding = with.placement.place(file, order, attempt.sourceModified());
          file.moved();
          attempt.placed(with.placement.path(holding));
          return holding;
        }
        if (mended < MOST_MENDED && fetcher.mend(attempt)) {
          mended++;
          LOG.warn(
              "pull {}: the whole has hash {}; {} chunks of it are fetched again",
              order.operationId(),
              sha256,
              file.missing().cardinality());
          continue;
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

  private String fetchAndHash(Pull pull, FetchTask attempt, PartialFile file)
      throws IOException, FetchFailure, InterruptedException {
    FutureTask<Void> fetching =
        new FutureTask<>(
            () -> {
              fetcher.fetch(attempt);
              return null;
            });
    PrefixHash hash = new PrefixHash(file, pull);
    WriteBehind writeBehind = new WriteBehind(file, with.executor);
    account(file);
    boolean rewrites = fetcher.rewrites(attempt);
    with.executor.execute(fetching);
    try {
      while (!hash.complete() && !fetching.isDone()) {
        if (rewrites) {
          pause(fetching);
        } else {
          hash.follow();
        }
        writeBehind.advance(account(file));
      }
      awaitEnd(pull, fetching);
      while (!hash.complete()) {
        requireWhole(file);
        hash.follow();
      }
      return hash.sha256();
    } catch (IOException | FetchFailure | InterruptedException | RuntimeException e) {
      attempt.cancel();
      throw e;
    } finally {
      // The file is closed next: nobody may still be at work on it.
      settle(fetching);
      writeBehind.end();
    }
  }

  /** Waits for the end of a fetch, but not long. */
  private static void pause(FutureTask<Void> fetching) throws InterruptedException {
    try {
      fetching.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.trace("the fetch goes on, or tells its failure when it is asked for it", e);
    }
  }

  /** What lies on the disk needs no reservation any more. */
  private long account(PartialFile file) {
    long finished = file.finishedBytes();
    reservation.used(finished - accounted);
    accounted = finished;
    return finished;
  }

  private static void awaitEnd(Pull pull, FutureTask<Void> fetching)
      throws FetchFailure, InterruptedException {
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
