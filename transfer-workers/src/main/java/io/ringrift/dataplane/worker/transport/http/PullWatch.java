package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One attempt that an agent carries out: order it, ask how it stands until it has ended.
 *
 * <p>An agent that falls silent, or no longer knows the pull, is taken to restart: the order is
 * repeated under the same epoch, and the agent resumes with what it has, until the stall limit. The
 * order is also repeated to hand over a fresh grant before the last one expires.
 */
public final class PullWatch {
  /** The agent holds the answer back this long unless the pull ends; well below a lease. */
  private static final Duration LONG_POLL = Duration.ofSeconds(5);

  /** Between two questions, if the agent doesn't hold the answer back or doesn't answer. */
  private static final Duration BREATH = Duration.ofMillis(500);

  /** Half the longest life of a grant, less the time of a few questions. */
  private static final Duration GRANT_RENEWAL = Duration.ofMinutes(4);

  /** A busy target that will be free in less than this is waited for here. */
  private static final Duration SHORT_BUSY = Duration.ofSeconds(1);

  private static final int SHORT_BUSIES = 8;

  private final Means with;
  private final Errand errand;
  private final NodeAddress agent;
  private final TransferRequest request;
  private final NodeAddress source;
  private final PullProgress progress;

  private final Supplier<List<NodeAddress>> receiving;

  private List<NodeAddress> orderedWith = List.of();
  private List<TransferOutcome.Dropped> dropped = List.of();
  private NodeAddress orderedFrom;
  private String grant;
  private long grantedAt;
  private boolean accepted;
  private boolean orderAgain;
  private int busies;

  /**
   * What every attempt needs.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public record Means(
      AgentPort agents,
      GrantSource grants,
      Patience patience,
      LongSupplier nanoTime,
      Pause pause) {}

  public PullWatch(
      Means with, Errand errand, TransferRequest request, NodeAddress source, Progress progress) {
    this(with, errand, request, source, List::of, progress);
  }

  /**
   * @param receiving nodes that are getting the same content, or have got it lately
   */
  PullWatch(
      Means with,
      Errand errand,
      TransferRequest request,
      NodeAddress source,
      Supplier<List<NodeAddress>> receiving,
      Progress progress) {
    this.with = with;
    this.receiving = receiving;
    this.errand = errand;
    this.agent = errand.agent(request, source);
    this.request = request;
    this.source = source;
    this.orderedFrom = source;
    this.progress =
        new PullProgress(with.patience(), with.nanoTime(), request.sizeBytes(), progress);
  }

  /** Returns when it has ended. */
  public TransferOutcome run() throws InterruptedException {
    Optional<TransferOutcome> end = judge(order());
    while (end.isEmpty()) {
      end = judge(orderAgain || grantIsOld() || othersHaveJoined() ? order() : ask());
    }
    return end.get();
  }

  private AgentReply order() throws InterruptedException {
    orderAgain = false;
    grant = with.grants().issue(request, orderedFrom.nodeId(), Grant.Use.ORDER);
    // Whoever sees the grant that orders can end the pull, so no source is shown it.
    String shown =
        errand.asksTheSource()
            ? with.grants().issue(request, orderedFrom.nodeId(), Grant.Use.READ)
            : null;
    grantedAt = progress.now();
    PullOrder order = errand.order(request, orderedFrom, shown, others());
    return with.agents().order(agent, errand, order, grant);
  }

  /** Nodes that have the item, and in at least half of the places such as are getting it, too. */
  private List<PullOrder.OtherSource> others() {
    orderedWith = receiving.get();
    int places = Errand.MOST_OTHERS - Math.min(Errand.MOST_OTHERS / 2, orderedWith.size());
    List<PullOrder.OtherSource> others = new ArrayList<>();
    for (NodeAddress node : errand.others(request, orderedFrom, places)) {
      others.add(other(node, null));
    }
    orderedWith.stream()
        .filter(node -> request.sources().stream().noneMatch(s -> s.nodeId().equals(node.nodeId())))
        .limit(Errand.MOST_OTHERS - others.size())
        .forEach(node -> others.add(other(node, true)));
    return others;
  }

  private PullOrder.OtherSource other(NodeAddress node, Boolean still) {
    return new PullOrder.OtherSource(
        node.nodeId(),
        node.endpoint().orElseThrow(),
        with.grants().issue(request.from(node), node.nodeId(), Grant.Use.READ),
        still);
  }

  /** Others get the item by now who can be of use to this target. */
  private boolean othersHaveJoined() {
    return !orderedWith.containsAll(receiving.get());
  }

  private AgentReply ask() throws InterruptedException {
    long before = progress.now();
    AgentReply reply = with.agents().status(agent, errand, request.operationId(), LONG_POLL, grant);
    boolean running =
        reply instanceof AgentReply.Pull pull && pull.status().state() == PullStatus.State.RUNNING;
    if (running && progress.now() - before < BREATH.toNanos()) {
      with.pause().pause(BREATH);
    }
    return reply;
  }

  private boolean grantIsOld() {
    return progress.now() - grantedAt > GRANT_RENEWAL.toNanos();
  }

  /** The end, or empty: go on. */
  private Optional<TransferOutcome> judge(AgentReply reply) throws InterruptedException {
    if (reply instanceof AgentReply.Pull pull) {
      return judge(pull.status());
    }
    if (reply instanceof AgentReply.Unknown) {
      return again("agent of " + agent + " no longer knows the pull");
    }
    if (reply instanceof AgentReply.Unreachable unreachable) {
      return accepted
          ? again(unreachable.message())
          : end(errand.unreachable(), unreachable.message());
    }
    if (reply instanceof AgentReply.Busy busy) {
      return busy(busy);
    }
    if (reply instanceof AgentReply.Refused refused) {
      return end(TransferFailure.reported(refused.code(), refused.reaction(), refused.message()));
    }
    if (reply instanceof AgentReply.NoWay noWay) {
      return end(FailureCode.UNREACHABLE_NO_ENDPOINT, noWay.message());
    }
    return end(FailureCode.PROTOCOL_ERROR, ((AgentReply.Nonsense) reply).message());
  }

  private Optional<TransferOutcome> judge(PullStatus status) throws InterruptedException {
    accepted = true;
    progress.heard(status);
    dropped = AgentFailures.dropped(status);
    return switch (status.state()) {
      case RUNNING -> running(status);
      case DONE -> Optional.of(done(status));
      case FAILED -> failed(status);
      // Not by this worker: the agent shuts down, and goes on when it is back.
      case CANCELLED -> again("the pull was cancelled at " + agent);
    };
  }

  private Optional<TransferOutcome> running(PullStatus status) throws InterruptedException {
    // The grant to renew is that of the source in use, which an adopted pull brings along.
    orderedFrom =
        request.sources().stream()
            .filter(node -> node.nodeId().equals(status.sourceNode()))
            .filter(node -> node.endpoint().isPresent())
            .findFirst()
            .orElse(source);
    Optional<TransferFailure> verdict = progress.verdict(agent);
    if (verdict.isPresent()) {
      with.agents().cancel(agent, errand, request.operationId(), request.epoch(), grant);
      return end(verdict.get());
    }
    return Optional.empty();
  }

  private TransferOutcome done(PullStatus status) {
    if (status.boot() == null || status.sequence() == null || status.path() == null) {
      return failure(
          TransferFailure.of(
              FailureCode.PROTOCOL_ERROR,
              "agent of " + agent + " says DONE without boot, sequence and path"));
    }
    if (!request.sha256().equals(status.sha256())) {
      return failure(
          TransferFailure.of(
              FailureCode.PROTOCOL_ERROR,
              "agent of %s says DONE for sha256 %s, ordered was %s"
                  .formatted(agent, status.sha256(), request.sha256())));
    }
    return new TransferOutcome.Arrived(
        progress.received(), status.boot(), status.sequence(), status.path(), dropped);
  }

  private Optional<TransferOutcome> failed(PullStatus status) throws InterruptedException {
    if (!source.nodeId().equals(status.sourceNode())) {
      // An adopted pull, from a source chosen by an earlier epoch; this attempt has its own.
      orderedFrom = source;
      return again("the pull from " + status.sourceNode() + " that ran before failed");
    }
    return AgentFailures.busyPeer(status).or(() -> end(AgentFailures.failure(status.failure())));
  }

  private Optional<TransferOutcome> busy(AgentReply.Busy busy) throws InterruptedException {
    if (busy.retryAfter().compareTo(SHORT_BUSY) < 0 && busies < SHORT_BUSIES) {
      busies++;
      orderAgain = true;
      with.pause().pause(busy.retryAfter());
      return Optional.empty();
    }
    return Optional.of(
        new TransferOutcome.Busy(
            errand.party(),
            errand.party().name().toLowerCase(Locale.ROOT)
                + " "
                + agent.nodeId()
                + " is busy: "
                + busy.reason(),
            busy.retryAfter()));
  }

  private Optional<TransferOutcome> again(String why) throws InterruptedException {
    Optional<TransferFailure> verdict = progress.silent(errand.unreachable(), why);
    if (verdict.isPresent()) {
      return end(verdict.get());
    }
    orderAgain = true;
    with.pause().pause(BREATH);
    return Optional.empty();
  }

  private Optional<TransferOutcome> end(FailureCode code, String message) {
    return end(TransferFailure.of(code, message));
  }

  private Optional<TransferOutcome> end(TransferFailure failure) {
    return Optional.of(failure(failure));
  }

  private TransferOutcome failure(TransferFailure failure) {
    return new TransferOutcome.Failed(progress.received(), failure, dropped);
  }
}
