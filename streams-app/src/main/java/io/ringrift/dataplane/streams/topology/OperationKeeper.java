package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.OperationCodec;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.TransferReport;
import io.ringrift.dataplane.streams.schedule.NodeRoom;
import io.ringrift.dataplane.streams.schedule.OperationLedger;
import io.ringrift.dataplane.streams.schedule.OrderDesk;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import io.ringrift.dataplane.streams.schedule.Step;
import io.ringrift.dataplane.streams.schedule.Traffic;
import io.ringrift.dataplane.streams.schedule.Waiting;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drives the pure ledger over the stores: loads, lets it decide, saves the step and tells others.
 *
 * <p>Every step goes through {@link #apply}, so store, index, topics and the set of rows whose
 * derived state has changed are always in line.
 */
final class OperationKeeper {

  private final ItemStores stores;
  private final ItemsOutput out;
  private final SchedulePolicy policy;
  private final NodeRooms rooms;
  private final OrderDesk desk;
  private final OperationLedger ledger;
  private final Map<String, Set<String>> touched = new LinkedHashMap<>();

  OperationKeeper(ItemStores stores, ItemsOutput out, SchedulePolicy policy, NodeRooms rooms) {
    this.stores = stores;
    this.rooms = rooms;
    this.out = out;
    this.policy = policy;
    this.desk = new OrderDesk(policy);
    this.ledger = new OperationLedger(policy);
  }

  /** Takes an order for the row (null: the item is unknown). */
  void take(ItemOrder order, Row row, Instant now) {
    Operation last = last(order.itemId(), order.targetNode());
    for (Step step : desk.take(order, last, row, stores.nodes(), now)) {
      apply(step, now);
    }
  }

  /** Takes a worker's word; the row already holds what it says of the item. */
  void report(TransferReport report, Row row, Instant now) {
    Operation op = stores.operation(report.operationId());
    if (op != null && !op.attempts().containsAll(report.attempts())) {
      // Also after its end: the target's own report is often here before the worker's word.
      stores.links().add(report.targetNode(), report.attempts());
    }
    if (op == null || !op.open()) {
      return;
    }
    apply(
        switch (report.type()) {
          case STARTED -> ledger.started(op, report, now);
          case COMPLETE -> ledger.completed(op, report, row, now);
          case FAILED -> ledger.failed(op, report, row, stores.nodes(), now);
          case DEFERRED -> ledger.deferred(op, report, now);
        },
        now);
  }

  void renew(String operationId, long epoch, String workerId, long bytesDone, Instant now) {
    Operation op = stores.operation(operationId);
    if (op != null && op.open()) {
      apply(ledger.renewed(op, epoch, workerId, bytesDone, now), now);
    }
  }

  /** The row changed: looks at the operations that bring the item to {@code targets}. */
  void rowChanged(Row row, Set<String> targets, Instant now) {
    for (String target : targets) {
      Operation op = last(row.item().itemId(), target);
      if (op != null && op.open()) {
        apply(ledger.rowChanged(op, row, now), now);
      }
    }
  }

  /** The node changed: an operation held for it is looked at again. */
  void targetChanged(String operationId, Instant now) {
    Operation op = stores.operation(operationId);
    if (op != null && op.open()) {
      apply(ledger.targetChanged(op, now), now);
    }
  }

  /** Works off up to {@code limit} operations whose time has come. */
  void due(Instant now, int limit) {
    for (String operationId : stores.index().due(now, limit)) {
      Operation op = named(operationId, "a timer");
      apply(ledger.due(op, stores.row(op.itemId()), now), now);
    }
  }

  private Operation named(String operationId, String by) {
    Operation op = stores.operation(operationId);
    if (op == null) {
      throw new StoresDisagreeException(
          by + " names operation " + operationId + ", which is not stored");
    }
    return op;
  }

  /** Emits waiting operations, most urgent first, while their windows have room. */
  void drain(Instant now) {
    for (Priority priority : Priority.values()) {
      while (stores.index().queued(priority) < policy.window()) {
        String first = stores.index().firstWaiting(priority);
        if (first == null) {
          break;
        }
        emit(named(first, "the queue"), rooms.forNew(policy, stores.nodes()), now);
      }
    }
  }

  /**
   * Gives room that came free to those who stand in line for it, as {@link Waiting} says whose turn
   * it is. Other tasks stand in the same lines: each gives room to its own.
   *
   * <p>One whose turn it is, but which has to wait for the other side, goes into the line there,
   * and the next one has its turn at the next call: else all that moves between two full nodes
   * would change lines at once.
   */
  void takeTurns(Instant now) {
    takeTurns(stores.places().waitedFor(), now);
  }

  /** The same where room came free since the last call, as far as it is this task's turn. */
  void takeFreedTurns(Instant now) {
    takeTurns(stores.places().takeFreed(), now);
  }

  private void takeTurns(Set<Place> places, Instant now) {
    NodeRoom room = rooms.forNext(policy, stores.nodes());
    for (Place place : places) {
      boolean emitted = true;
      while (emitted) {
        Optional<Waiting> next = stores.places().next(place, closed());
        emitted = next.isPresent() && takeTurn(place, next.get(), room, now);
      }
    }
  }

  private boolean takeTurn(Place place, Waiting next, NodeRoom room, Instant now) {
    Operation op = named(next.operationId(), "a line for room");
    boolean goes = room.full(place, op.sizeBytes()).isEmpty() && emit(op, room, now);
    if (goes) {
      rooms.gave(place);
    }
    return goes;
  }

  /** Priorities whose windows are full. */
  private Set<Priority> closed() {
    Set<Priority> closed = EnumSet.noneOf(Priority.class);
    for (Priority priority : Priority.values()) {
      if (stores.index().queued(priority) >= policy.window()) {
        closed.add(priority);
      }
    }
    return closed;
  }

  /** The task runs elsewhere from now on. */
  void close() {
    stores.places().close();
  }

  private boolean emit(Operation op, NodeRoom room, Instant now) {
    long lastEpoch =
        stores.slot(op.itemId(), op.targetNode()).map(ItemStores.Slot::epoch).orElse(0L);
    Traffic traffic =
        new Traffic(
            stores.pressure().current(),
            bringing(op),
            stores.index().underWay(op.targetNode()),
            room);
    Row row = stores.row(op.itemId());
    return rooms.alone(
        () -> {
          Step step = ledger.emit(op, lastEpoch, row, stores.nodes(), traffic, now);
          apply(step, now);
          if (step.emit()) {
            send(step.after(), row, now);
          }
          return step.emit();
        });
  }

  /**
   * The node with the target's files to which the same content moves already; null: none. One that
   * waits on a slower topic holds nothing up.
   */
  private String bringing(Operation op) {
    Node target = stores.nodes().node(op.targetNode());
    if (target == null || target.share() == null) {
      return null;
    }
    for (Node each : stores.nodes().sharers(target)) {
      Operation other = last(op.itemId(), each.nodeId());
      if (other != null
          && !other.operationId().equals(op.operationId())
          && other.sha256().equals(op.sha256())
          && (other.state() == OperationState.RUNNING
              || (other.moving() && !op.priority().higherThan(other.priority())))) {
        return each.nodeId();
      }
    }
    return null;
  }

  /** Targets by item whose operation was opened or ended since the last call. */
  Map<String, Set<String>> takeTouched() {
    Map<String, Set<String>> taken = new LinkedHashMap<>(touched);
    touched.clear();
    return taken;
  }

  /** Whether an operation brings the item to the target. */
  boolean coming(String itemId, String target) {
    Operation op = last(itemId, target);
    return op != null && op.open();
  }

  private Operation last(String itemId, String target) {
    Optional<ItemStores.Slot> slot = stores.slot(itemId, target);
    return slot.map(ItemStores.Slot::operationId).map(stores::operation).orElse(null);
  }

  private void apply(Step step, Instant now) {
    Operation before = step.before();
    Operation after = step.after();
    if (before != null && after == null) {
      drop(before, now);
    } else if (after != null && !after.equals(before)) {
      save(before, after, now);
    }
    step.outcomes().forEach(outcome -> out.outcome(outcome, now));
    step.signals().forEach(signal -> out.signal(signal, now));
  }

  private void send(Operation op, Row row, Instant now) {
    Node target = stores.nodes().node(op.targetNode());
    ReplicaRegister there = row.item().replicas().get(op.targetNode());
    String held = there == null || !there.present() ? null : there.sha256();
    out.emit(OperationCodec.order(op, target, held), op.priority(), now);
  }

  private void save(Operation before, Operation after, Instant now) {
    out.status(stores.put(after), now);
    stores.moved(before, after);
    if (after.open() && (before == null || before.epoch() != after.epoch())) {
      long lastEpoch =
          stores.slot(after.itemId(), after.targetNode()).map(ItemStores.Slot::epoch).orElse(0L);
      stores.put(
          after.itemId(),
          after.targetNode(),
          new ItemStores.Slot(after.operationId(), Math.max(lastEpoch, after.epoch())));
    }
    boolean wasOpen = before != null && before.open();
    if (wasOpen != after.open()) {
      touched.computeIfAbsent(after.itemId(), item -> new HashSet<>()).add(after.targetNode());
    }
  }

  private void drop(Operation op, Instant now) {
    stores.drop(op);
    stores.moved(op, null);
    boolean lastOfSlot =
        stores
            .slot(op.itemId(), op.targetNode())
            .map(slot -> slot.operationId().equals(op.operationId()))
            .orElse(false);
    if (lastOfSlot) {
      stores.dropSlot(op.itemId(), op.targetNode());
    }
    out.dropped(op.operationId(), op.itemId(), now);
  }
}
