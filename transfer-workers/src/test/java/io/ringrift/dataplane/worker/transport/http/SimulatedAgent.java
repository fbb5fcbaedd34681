package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An agent that answers as told, in order; the last answer stays. Its clock is that of the test: a
 * question that is held back passes its time.
 */
final class SimulatedAgent implements AgentPort {
  private final Deque<AgentReply> replies = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final List<PullOrder> orders = new ArrayList<>();
  private long nanos;

  SimulatedAgent answers(AgentReply... answers) {
    replies.addAll(List.of(answers));
    return this;
  }

  /** With the clock of this agent. */
  PullWatch.Means means(GrantSource grants) {
    return new PullWatch.Means(this, grants, Patience.DEFAULT, this::nanoTime, this::pass);
  }

  static AgentReply running(long bytesDone, String source) {
    return pull(PullStatus.State.RUNNING, bytesDone, source, null);
  }

  /** Nothing has come, as it is still at what comes before. */
  static AgentReply preparing(long prepared, long unseen) {
    return pull(PullStatus.State.RUNNING, 0, prepared, unseen, "a", null);
  }

  static AgentReply failed(String source, String code, String reaction) {
    PullStatus.Failure failure = new PullStatus.Failure(code, reaction, "it says " + code);
    return pull(PullStatus.State.FAILED, 0, source, failure);
  }

  static AgentReply cancelled(long bytesDone) {
    return pull(PullStatus.State.CANCELLED, bytesDone, "a", null);
  }

  static AgentReply done(long received) {
    return done(received, Requests.SHA256);
  }

  static AgentReply done(long received, String sha256) {
    return new AgentReply.Pull(
        new PullStatus(
            "op-1",
            7,
            PullStatus.State.DONE,
            1000,
            1000,
            received,
            0,
            0,
            "a",
            null,
            3L,
            17L,
            "/data/x",
            sha256,
            null));
  }

  private static AgentReply pull(
      PullStatus.State state, long bytes, String source, PullStatus.Failure failure) {
    return pull(state, bytes, 0, 0, source, failure);
  }

  private static AgentReply pull(
      PullStatus.State state,
      long bytes,
      long prepared,
      long unseen,
      String source,
      PullStatus.Failure failure) {
    return new AgentReply.Pull(
        new PullStatus(
            "op-1", 7, state, bytes, 1000, bytes, prepared, unseen, source, failure, null, null,
            null, null, null));
  }

  List<String> calls() {
    return calls;
  }

  List<PullOrder> orders() {
    return orders;
  }

  long nanoTime() {
    return nanos;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public AgentReply order(NodeAddress agent, Errand errand, PullOrder order, String grant) {
    calls.add("pull " + grant);
    orders.add(order);
    return next();
  }

  @Override
  public AgentReply status(
      NodeAddress agent, Errand errand, String operationId, Duration wait, String grant) {
    calls.add("status");
    pass(wait);
    return next();
  }

  @Override
  public AgentReply cancel(
      NodeAddress agent, Errand errand, String operationId, long epoch, String grant) {
    calls.add("cancel");
    return running(0, "a");
  }

  private AgentReply next() {
    return replies.size() > 1 ? replies.poll() : replies.peek();
  }
}
