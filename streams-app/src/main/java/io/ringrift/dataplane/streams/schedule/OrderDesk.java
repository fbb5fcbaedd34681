package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Requester;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes orders: answers them at once, joins them to the operation that already does the work, or
 * opens one.
 *
 * <p>There is at most one open operation for an (item, target). An order for the content it moves
 * joins it and may raise its priority, never lower it; an order for newer content supersedes it; an
 * order for older content is answered SUPERSEDED, so that whoever asked chooses again.
 */
public final class OrderDesk {

  private final SchedulePolicy policy;
  private final OperationEnds ends;

  public OrderDesk(SchedulePolicy policy) {
    this.policy = policy;
    this.ends = new OperationEnds(policy);
  }

  /**
   * @param last the last operation for the order's (item, target), open or ended; null: none
   * @param row the item's row; null: unknown item
   * @return the steps in order; none when the order changes nothing
   */
  public List<Step> take(ItemOrder order, Operation last, Row row, NodeTable nodes, Instant now) {
    Operation open = last != null && last.open() ? last : null;
    if (order.cancel()) {
      return open == null ? List.of() : List.of(leave(open, order, now));
    }
    if (row == null) {
      return answer(order, Outcome.REFUSED, "unknown_item", now);
    }
    String current = row.standing().current() == null ? null : row.standing().current().sha256();
    if (!order.sha256().equals(current)) {
      return answer(order, Outcome.SUPERSEDED, "content_superseded", now);
    }
    if (row.standing().availableAt(order.targetNode())) {
      return answer(order, Outcome.MET, "already_there", now);
    }
    if (open != null && open.sha256().equals(order.sha256())) {
      return List.of(join(open, order, now));
    }
    Admission admission =
        Admission.of(
            nodes.node(order.targetNode()),
            order.targetNode(),
            order.itemType(),
            row.standing().current().sizeBytes());
    if (admission.verdict() == Admission.Verdict.REFUSE) {
      return answer(order, Outcome.REFUSED, admission.reason(), now);
    }
    if (order.needId().isEmpty() && restingAfterFailure(last, order, now)) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    if (open != null) {
      steps.add(ends.superseded(open, now));
    }
    steps.add(Step.change(null, open(order, row, now)));
    return steps;
  }

  private boolean restingAfterFailure(Operation last, ItemOrder order, Instant now) {
    return last != null
        && last.state() == OperationState.FAILED
        && last.sha256().equals(order.sha256())
        && now.isBefore(last.endedAt().plus(policy.failedRest()));
  }

  private Step join(Operation open, ItemOrder order, Instant now) {
    Requester requester = requester(order);
    boolean known = open.requesters().contains(requester);
    boolean raise = order.priority().higherThan(open.priority());
    if (known && !raise) {
      return Step.nothing(open);
    }
    List<Requester> requesters = new ArrayList<>(open.requesters());
    if (!known) {
      requesters.add(requester);
    }
    // On a slower topic it would wait behind others: it goes back and is emitted on the faster one.
    // So does what waits after a failure: for as long as suited those who were not in a hurry.
    boolean takeBack =
        raise && (open.state() == OperationState.QUEUED || open.state() == OperationState.BACKOFF);
    // What held it may not hold it any more.
    boolean again = takeBack || (raise && open.state() == OperationState.WAITING);
    OperationState next = takeBack ? OperationState.WAITING : open.state();
    String reason =
        raise ? "raised to " + order.priority() + " by " + order.cause() : open.reason();
    Operation joined =
        open.to(next, reason, now)
            .requesters(requesters)
            .priority(raise ? order.priority() : open.priority())
            .due(again ? null : open.dueAt())
            .build();
    return Step.change(open, joined);
  }

  private Step leave(Operation open, ItemOrder order, Instant now) {
    List<Requester> left =
        open.requesters().stream().filter(r -> !r.needId().equals(order.needId())).toList();
    if (left.size() == open.requesters().size()) {
      return Step.nothing(open);
    }
    // What already moves is let finish: the bytes are paid for and the copy does no harm.
    if (left.isEmpty() && open.state() != OperationState.RUNNING) {
      return ends.cancelled(open, "no need is left: " + order.reason(), now);
    }
    return Step.change(
        open, open.to(open.state(), open.reason(), now).requesters(left).due(open.dueAt()).build());
  }

  private Operation open(ItemOrder order, Row row, Instant now) {
    return new Operation(
        OperationIds.of(order, now),
        0,
        order.requestId(),
        order.itemId(),
        row.item().itemType(),
        row.item().configKey(),
        order.sha256(),
        row.standing().current().sizeBytes(),
        order.operationType(),
        order.priority(),
        order.targetNode(),
        order.targetCount(),
        OperationState.WAITING,
        order.reason(),
        List.of(requester(order)),
        List.of(),
        List.of(),
        0,
        Set.of(),
        null,
        0,
        now,
        now,
        null,
        null,
        null);
  }

  private static Requester requester(ItemOrder order) {
    return new Requester(order.needId(), order.configKey(), order.requestId(), order.cause());
  }

  private static List<Step> answer(ItemOrder order, Outcome outcome, String reason, Instant now) {
    if (order.needId().isEmpty()) {
      return List.of();
    }
    return List.of(
        Step.answer(
            new NeedOutcome(
                order.needId(),
                order.configKey(),
                order.itemId(),
                order.sha256(),
                order.targetNode(),
                outcome,
                reason,
                null,
                now)));
  }
}
