package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one order to fetch: hash while it arrives, compare, move into place. */
final class FetchCarriage implements Carrier.Carriage {
  private static final Logger LOG = LoggerFactory.getLogger(FetchCarriage.class);

  private final FetchCarrier with;
  private final Fetcher fetcher;
  private final DiskBudget.Reservation reservation;
  private final List<Bandwidth> limits;

  FetchCarriage(
      FetchCarrier with,
      Fetcher fetcher,
      DiskBudget.Reservation reservation,
      List<Bandwidth> limits) {
    this.with = with;
    this.fetcher = fetcher;
    this.reservation = reservation;
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
    Optional<Holding> there = with.placement.recognise(order);
    if (there.isPresent()) {
      return there.get();
    }
    with.placement.refuseStranger(order);
    while (true) {
      try (PartialFile file =
          PartialFile.open(with.partialFolder, order.sha256(), order.sizeBytes())) {
        FetchTask attempt =
            pull.begin((now, grant, count) -> new FetchTask(now, grant, file, limits, count));
        String sha256 = fetchAndHash(pull, attempt, file);
        if (sha256.equals(order.sha256())) {
          Holding holding = with.placement.place(file, order, attempt.sourceModified());
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

  private String fetchAndHash(Pull pull, FetchTask attempt, PartialFile file)
      throws IOException, FetchFailure, InterruptedException {
    FutureTask<Void> fetching =
        new FutureTask<>(
            () -> {
              fetcher.fetch(attempt);
              return null;
            });
    PrefixHash hash = new PrefixHash(file);
    WriteBehind writeBehind = new WriteBehind(file, with.executor);
    long accounted = file.finishedBytes();
    reservation.used(accounted);
    with.executor.execute(fetching);
    try {
      while (!hash.complete() && !fetching.isDone()) {
        hash.follow();
        long finished = file.finishedBytes();
        writeBehind.advance(finished);
        reservation.used(finished - accounted);
        accounted = finished;
      }
      awaitEnd(pull, fetching);
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
