package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.EvictionCodec;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.codec.OperationCodec;
import io.ringrift.dataplane.streams.codec.OrderCodec;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.decision.item.ItemRules;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The shell of the items stage: hands each record to the keeper it concerns, then emits what has
 * room and settles what was touched. One instance a task, so all of an item is in one hand.
 */
final class ItemsProcessor implements Processor<String, SpecificRecord, String, Object> {

  /** How often timers and changed nodes are looked at. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** Most timers worked off a tick: about 20 ms of work, so that no event waits longer for it. */
  private static final int TIMERS_A_TICK = 200;

  private final InstantSource clock;
  private final SchedulePolicy schedule;
  private final ItemPolicy policy;
  private final BackupShares shares;
  private final NodeRooms rooms;

  private OperationKeeper operations;
  private ItemKeeper items;
  private NodeKeeper nodes;
  private EvictionKeeper evictions;
  private BackupCounts backups;

  ItemsProcessor(
      InstantSource clock,
      SchedulePolicy schedule,
      ItemPolicy policy,
      BackupShares shares,
      NodeRooms rooms) {
    this.clock = clock;
    this.schedule = schedule;
    this.policy = policy;
    this.shares = shares;
    this.rooms = rooms;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    ItemStores stores = new ItemStores(context::getStateStore, schedule, rooms);
    ItemsOutput out = new ItemsOutput(context);
    operations = new OperationKeeper(stores, out, schedule, rooms);
    backups = new BackupCounts(stores, policy, shares);
    items =
        new ItemKeeper(stores, out, operations, new ItemRules(policy), backups, schedule.repairs());
    nodes = new NodeKeeper(stores, items, operations, clock);
    evictions =
        new EvictionKeeper(stores, out, items, new EvictionDesk(policy, schedule.shadow()::covers));
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    Instant now = clock.instant();
    if (record.value() instanceof ReplicaReport report) {
      items.merge(ItemDeltas.of(report), now);
    } else if (record.value() instanceof ItemRestatement restatement) {
      items.restate(restatement, now);
    } else if (record.value() instanceof TransferLease lease) {
      operations.renew(
          lease.getOperationId(), lease.getEpoch(), lease.getWorkerId(), lease.getBytesDone(), now);
    } else if (record.value() instanceof TransferResult result) {
      items.report(OperationCodec.toModel(result), ItemDeltas.of(result).orElse(null), now);
    } else if (record.value() instanceof ItemOrder order) {
      items.order(OrderCodec.toModel(order), now);
    } else if (record.value() instanceof EvictionRequest request) {
      evictions.take(EvictionCodec.toModel(request), Instant.ofEpochMilli(record.timestamp()), now);
    } else if (record.value() instanceof NodeFact fact) {
      nodes.changed(fact.getState());
    } else if (record.value() instanceof ClusterEvent event) {
      take(EventCodec.toModel(event), now);
    } else {
      throw new IllegalStateException("no input of this stage: " + record.value());
    }
    finish(now);
  }

  private void take(io.ringrift.dataplane.streams.model.ClusterEvent event, Instant now) {
    ItemDeltas.of(event).ifPresent(delta -> items.merge(delta, now));
    nodes.pressed(event, now);
  }

  private void tick() {
    Instant now = clock.instant();
    operations.due(now, TIMERS_A_TICK);
    nodes.workOff(clock.instant());
    items.repair(now);
    evictions.due(now, TIMERS_A_TICK);
    // Who lost its room a moment ago stands in line before room is given: it may be its turn again.
    operations.drain(now);
    operations.takeTurns(now);
    finish(now);
  }

  @Override
  public void close() {
    backups.close();
    operations.close();
  }

  private void finish(Instant now) {
    operations.drain(now);
    // Not left to the next tick: a node that gets small files would be idle until then each time.
    operations.takeFreedTurns(now);
    items.settle(now);
  }
}
