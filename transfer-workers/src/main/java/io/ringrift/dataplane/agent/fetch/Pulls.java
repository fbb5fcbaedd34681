package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Accepted;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Cause;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pulls of an agent: takes orders, refuses with a reason what it can't take, and knows what
 * became of the last {@value #REMEMBERED}.
 *
 * <p>Of all orders for one item the highest epoch counts. The same order twice is one pull, unless
 * what it has brought may be gone by then; a later epoch for the same content adopts what is
 * running; for other content it ends it.
 */
public final class Pulls implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
  private static final int REMEMBERED = 1_000;
  private static final long STOPPING_RETRY_MILLIS = 250;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final PullLimits limits;
  private final Admission admission;
  private final Carrier carrier;
  private final EpochFence fence;
  private final Executor executor;

  private final Map<String, Pull> running = new HashMap<>();
  private final Map<String, Pull> byOperation = new Remembered();
  private final Map<Cause, Long> refusals = new EnumMap<>(Cause.class);

  /**
   * @param fence of these orders alone
   * @param executor must offer threads without limit: pulls are limited here
   */
  public Pulls(PullLimits limits, EpochFence fence, Carrier carrier, Executor executor) {
    this.limits = limits;
    this.admission = new Admission(limits, carrier::collide);
    this.carrier = carrier;
    this.fence = fence;
    this.executor = executor;
  }

  /**
   * Takes an order.
   *
   * @param grant the token to show at the source
   * @throws IOException if the epoch can't be remembered or the place of the item is not allowed
   */
  public synchronized PullAnswer submit(PullOrder order, String grant) throws IOException {
    PullAnswer answer = answer(order, grant);
    if (answer instanceof Refused refused) {
      refusals.merge(refused.cause(), 1L, Long::sum);
      LOG.info(
          "order {} epoch {} for {} refused: {}: {}",
          order.operationId(),
          order.epoch(),
          order.name().itemId(),
          refused.cause(),
          refused.message());
    }
    return answer;
  }

  public synchronized Optional<PullStatus> status(String operationId) {
    return Optional.ofNullable(byOperation.get(operationId)).map(Pull::status);
  }

  /** The status when the pull ends or, if that is earlier, after {@code patience}. */
  public Optional<PullStatus> await(String operationId, Duration patience)
      throws InterruptedException {
    Pull pull = find(operationId);
    return pull == null ? Optional.empty() : Optional.of(pull.await(patience));
  }

  /**
   * Stops a pull; what has arrived is kept for a later attempt. One that is done lets go what it
   * holds for others.
   */
  public Optional<PullStatus> cancel(String operationId) throws InterruptedException {
    Pull pull = find(operationId);
    if (pull == null) {
      return Optional.empty();
    }
    pull.stop(FailureCode.CANCELLED, "cancelled by request");
    PullStatus end = pull.await(STOP_PATIENCE);
    if (end.state() == PullState.DONE) {
      carrier.letGo(end.order());
    }
    return Optional.of(end);
  }

  public synchronized int active() {
    return running.size();
  }

  public synchronized List<PullStatus> activeStatuses() {
    return running.values().stream().map(Pull::status).toList();
  }

  /** The fetch of this content under way. */
  public synchronized Optional<FetchTask> fetching(String sha256) {
    return running.values().stream()
        .filter(pull -> pull.order().sha256().equals(sha256))
        .map(Pull::fetching)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Refused orders since the start, by cause. */
  public synchronized Map<Cause, Long> refusals() {
    return new EnumMap<>(refusals);
  }

  public PullLimits limits() {
    return limits;
  }

  /** The transports that work now. */
  public Set<String> transports() {
    return carrier.transports();
  }

  /** The contents that are being moved. */
  public synchronized Set<String> contents() {
    return running.values().stream().map(pull -> pull.order().sha256()).collect(Collectors.toSet());
  }

  /** Stops all pulls, to be resumed after the next start, and waits for them. */
  @Override
  public void close() throws IOException {
    List<Pull> stopped;
    synchronized (this) {
      stopped = List.copyOf(running.values());
    }
    stopped.forEach(pull -> pull.stop(FailureCode.CANCELLED, "the agent is shutting down"));
    try {
      for (Pull pull : stopped) {
        pull.await(STOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PullAnswer answer(PullOrder order, String grant) throws IOException {
    if (!limits.receives().contains(order.name().kind())) {
      return new Refused(
          Cause.TARGET_REFUSES,
          "this node receives %s, not %s".formatted(limits.receives(), order.name().kind()),
          0);
    }
    String subject = carrier.subject(order);
    long seen = fence.pass(subject, order.epoch());
    if (seen > order.epoch()) {
      return superseded(order, seen);
    }
    Pull known = byOperation.get(order.operationId());
    if (known != null && known.order().sameEpoch(order) && !known.stopping()) {
      PullState state = known.state();
      if (state == PullState.RUNNING || state == PullState.DONE && carrier.lasts(known.order())) {
        if (known.order().peerNode().equals(order.peerNode())) {
          known.renew(order, grant);
        }
        return new Accepted(known.status(), false);
      }
    }
    Pull current = running.get(subject);
    return current == null ? start(order, grant) : replace(current, order, grant);
  }

  private PullAnswer replace(Pull current, PullOrder order, String grant) {
    if (current.stopping()) {
      return new Refused(
          Cause.BUSY, "an earlier pull of this item is stopping", STOPPING_RETRY_MILLIS);
    }
    if (current.order().epoch() == order.epoch()) {
      return superseded(order, order.epoch());
    }
    if (current.order().sameContent(order)) {
      current.adopt(order, grant);
      byOperation.put(order.operationId(), current);
      return new Accepted(current.status(), false);
    }
    Optional<Refused> unavailable = unavailable(order);
    if (unavailable.isPresent()) {
      return unavailable.get();
    }
    current.stop(
        FailureCode.SUPERSEDED,
        "%s epoch %d orders other content".formatted(order.operationId(), order.epoch()));
    return new Refused(
        Cause.BUSY, "the pull of this item's earlier content is stopping", STOPPING_RETRY_MILLIS);
  }

  /**
   * Asked only where a new pull would start: a bucket that couldn't be looked at for a moment ends
   * nothing that runs, least of all in the eyes of a worker that only renews its grant.
   */
  private Optional<Refused> unavailable(PullOrder order) {
    return carrier
        .unavailable(order.transport())
        .map(
            why ->
                new Refused(
                    Cause.UNKNOWN_TRANSPORT,
                    "transport is '%s', %s".formatted(order.transport(), why),
                    0));
  }

  private static Refused superseded(PullOrder order, long seen) {
    return new Refused(
        Cause.SUPERSEDED,
        "epoch is %d, epoch %d of another order has been seen for %s"
            .formatted(order.epoch(), seen, order.name().itemId()),
        0);
  }

  private PullAnswer start(PullOrder order, String grant) throws IOException {
    Optional<PullStatus.Received> there = carrier.there(order);
    if (there.isPresent()) {
      Pull finished = Pull.finished(order, there.get());
      byOperation.put(order.operationId(), finished);
      return new Accepted(finished.status(), false);
    }
    Optional<Refused> refused =
        unavailable(order)
            .or(() -> admission.refuse(order, running.values().stream().map(Pull::order).toList()));
    if (refused.isPresent()) {
      return refused.get();
    }
    Carrier.Carriage carriage;
    try {
      carriage = carrier.take(order);
    } catch (DiskBudget.NoRoomException e) {
      return new Refused(Cause.DISK_FULL, e.getMessage(), 0);
    }
    String subject = carrier.subject(order);
    Pull pull = new Pull(order, grant);
    running.put(subject, pull);
    byOperation.put(order.operationId(), pull);
    LOG.info(
        "transfer {} epoch {} starts: {} ({} bytes) {} by {}",
        order.operationId(),
        order.epoch(),
        order.name().itemId(),
        order.sizeBytes(),
        order.peer(),
        order.transport());
    executor.execute(new PullJob(pull, carriage, () -> ended(subject)));
    return new Accepted(pull.status(), true);
  }

  private synchronized void ended(String subject) {
    running.remove(subject);
  }

  private synchronized Pull find(String operationId) {
    return byOperation.get(operationId);
  }

  private static final class Remembered extends LinkedHashMap<String, Pull> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Pull> eldest) {
      return size() > REMEMBERED && !(eldest.getValue().state() == PullState.RUNNING);
    }
  }
}
