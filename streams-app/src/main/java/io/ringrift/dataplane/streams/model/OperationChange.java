package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An operation on its way from one state to the next; only what is named changes. */
public final class OperationChange {
  private final Operation before;
  private final OperationState state;
  private final String reason;
  private final Instant now;
  private long epoch;
  private Priority priority;
  private List<Requester> requesters;
  private List<Source> sources;
  private List<Attempt> attempts;
  private int failures;
  private Set<String> avoid;
  private String workerId;
  private long bytesDone;
  private Instant emittedAt;
  private Instant dueAt;

  OperationChange(Operation before, OperationState state, String reason, Instant now) {
    this.before = before;
    this.state = state;
    this.reason = reason;
    this.now = now;
    this.epoch = before.epoch();
    this.priority = before.priority();
    this.requesters = before.requesters();
    this.sources = before.sources();
    this.attempts = before.attempts();
    this.failures = before.failures();
    this.avoid = before.avoid();
    this.workerId = state == OperationState.RUNNING ? before.workerId() : null;
    this.bytesDone = before.bytesDone();
    this.emittedAt = before.emittedAt();
    this.dueAt = null;
  }

  public OperationChange emitted(long newEpoch, List<Source> ranking) {
    epoch = newEpoch;
    sources = ranking;
    emittedAt = now;
    return this;
  }

  public OperationChange sources(List<Source> ranking) {
    sources = ranking;
    return this;
  }

  public OperationChange priority(Priority value) {
    priority = value;
    return this;
  }

  public OperationChange requesters(List<Requester> value) {
    requesters = value;
    return this;
  }

  public OperationChange tried(List<Attempt> more) {
    attempts = new ArrayList<>(attempts);
    attempts.addAll(more);
    return this;
  }

  public OperationChange failed() {
    failures++;
    return this;
  }

  public OperationChange avoiding(Set<String> more) {
    avoid = new LinkedHashSet<>(avoid);
    avoid.addAll(more);
    return this;
  }

  public OperationChange worker(String value) {
    workerId = value;
    return this;
  }

  public OperationChange bytesDone(long value) {
    bytesDone = value;
    return this;
  }

  public OperationChange due(Instant value) {
    dueAt = value;
    return this;
  }

  public Operation build() {
    return new Operation(
        before.operationId(),
        epoch,
        before.requestId(),
        before.itemId(),
        before.itemType(),
        before.configKey(),
        before.sha256(),
        before.sizeBytes(),
        before.operationType(),
        priority,
        before.targetNode(),
        before.targetCount(),
        state,
        reason,
        requesters,
        sources,
        attempts,
        failures,
        avoid,
        workerId,
        bytesDone,
        before.createdAt(),
        now,
        emittedAt,
        dueAt,
        state.ended() ? now : null);
  }
}
