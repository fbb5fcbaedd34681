package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.decision.item.ItemRules;
import io.ringrift.dataplane.streams.decision.item.OrphanWatch;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.ReplicaState;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Drives the manifest fold over the stores: merges what an input says into the item's row, lets
 * rules and ledger look at the change, and publishes what came of it, once.
 */
final class ItemKeeper {

  private static final String REPAIR = "REPAIR";

  /** Most repairs begun a tick: about 5 ms of work. */
  private static final int REPAIRS_A_TICK = 50;

  private static final String OTHER_CONFIG = "moved_to_other_config";

  private final ItemStores stores;
  private final ItemsOutput out;
  private final OperationKeeper operations;
  private final ItemRules rules;
  private final BackupCounts backups;
  private final int repairs;

  /**
   * @param repairs most repairs that may be open, of this task; the rest waits, since the loss of a
   *     node would otherwise put as many operations into the ledger as it held items
   */
  ItemKeeper(
      ItemStores stores,
      ItemsOutput out,
      OperationKeeper operations,
      ItemRules rules,
      BackupCounts backups,
      int repairs) {
    this.stores = stores;
    this.out = out;
    this.operations = operations;
    this.rules = rules;
    this.backups = backups;
    this.repairs = repairs;
  }

  /** Merges what a report or an event says. */
  void merge(Item delta, Instant now) {
    Row before = stores.row(delta.itemId());
    Row after = Row.fold(before, delta, stores.nodes(), copying(before), now);
    if (before == null || !after.item().equals(before.item())) {
      delta.replicas().keySet().stream()
          .filter(node -> before == null || !before.item().replicas().containsKey(node))
          .forEach(node -> stores.index().addItem(node, delta.itemId()));
      changed(before, after, now);
    }
  }

  /**
   * Takes a row that is said again. A repair is published even if it changes nothing: what was
   * wrong may be the published row alone.
   */
  void restate(ItemRestatement said, Instant now) {
    Item right = ItemDeltas.item(said.getRegisters());
    if (!said.getCause().equals(REPAIR)) {
      if (right != null) {
        merge(right, now);
      }
      return;
    }
    Row before = stores.row(said.getItemId());
    Item item =
        before == null
            ? right
            : before.item().restated(ItemDeltas.item(said.getWithdrawn()), right);
    if (item == null) {
      remove(said.getItemId(), before, now);
      return;
    }
    item.replicas().keySet().forEach(node -> stores.index().addItem(node, item.itemId()));
    Row after = Row.of(item, before, stores.nodes(), copying(before), now);
    if (after.equals(before)) {
      out.row(stores.put(after), now);
    } else {
      changed(before, after, now);
    }
  }

  /**
   * Rules see it without registers, then it is gone; while operations bring it somewhere it stays,
   * without registers, as they need a row to look at.
   */
  private void remove(String itemId, Row before, Instant now) {
    if (before != null) {
      Set<String> coming = copying(before);
      Item was = before.item();
      Item empty =
          new Item(itemId, was.itemType(), was.configKey(), new TreeMap<>(), new TreeMap<>(), null);
      Row after = Row.of(empty, before, stores.nodes(), coming, now);
      if (!coming.isEmpty()) {
        changed(before, after, now);
        return;
      }
      publish(before, after, now);
      stores.remove(itemId);
    }
    out.removed(itemId, now);
  }

  /** Takes a worker's word; {@code delta} is what it says of the item, null for nothing. */
  void report(TransferReport report, Item delta, Instant now) {
    Row before = stores.row(report.itemId());
    Row after = before;
    if (delta != null) {
      after = Row.fold(before, delta, stores.nodes(), copying(before), now);
      if (before == null || !before.item().replicas().containsKey(report.targetNode())) {
        stores.index().addItem(report.targetNode(), report.itemId());
      }
    }
    operations.report(report, after, now);
    if (after != null && !after.equals(before)) {
      changed(before, after, now);
    }
  }

  void order(ItemOrder order, Instant now) {
    operations.take(order, stores.row(order.itemId()), now);
  }

  /** The node's agent is told to remove its copy. */
  void leaves(Row row, String nodeId, Leaving order, Instant now) {
    changed(row, row.leaving(nodeId, order, stores.nodes(), copying(row), now), now);
  }

  /** The row is seen with the nodes and the time of now. */
  void refresh(String itemId, Instant now) {
    Row before = stores.row(itemId);
    if (before != null) {
      changed(before, before.refreshed(stores.nodes(), copying(before), now), now);
    }
  }

  /** Brings rows in line with operations that were opened or ended. */
  void settle(Instant now) {
    operations
        .takeTouched()
        .forEach(
            (itemId, targets) -> {
              Row before = stores.row(itemId);
              Set<String> coming = copying(before);
              for (String target : targets) {
                if (operations.coming(itemId, target)) {
                  coming.add(target);
                } else {
                  coming.remove(target);
                }
              }
              publish(before, before.refreshed(stores.nodes(), coming, now), now);
            });
  }

  private void changed(Row before, Row after, Instant now) {
    publish(before, after, now);
    Set<String> coming = copying(after);
    // Also where it was on its way until now: it may have come by another way.
    Set<String> concerned = copying(before);
    concerned.addAll(coming);
    operations.rowChanged(after, concerned, now);
    for (ItemOrder order : rules.orders(after, stores.nodes(), coming, now)) {
      if (mayWait(order) && stores.index().repairs() >= repairs) {
        stores.index().putOff(order.itemId());
      } else {
        operations.take(order, after, now);
      }
    }
  }

  /** What only one node holds, and that an ephemeral one, waits for nothing. */
  private static boolean mayWait(ItemOrder order) {
    return order.operationType() == OperationType.REPLICATE && !order.priority().neverHeld();
  }

  /** Repairs that were put off, as many as may be open. */
  void repair(Instant now) {
    long room = repairs - stores.index().repairs();
    if (room > 0) {
      stores
          .index()
          .takePutOff((int) Math.min(room, REPAIRS_A_TICK))
          .forEach(itemId -> refresh(itemId, now));
    }
  }

  private void publish(Row before, Row seen, Instant now) {
    Row after = backups.judged(seen);
    if (after.equals(before)) {
      return;
    }
    backups.changed(before, after);
    out.row(stores.put(after), now);
    CatalogRow is = after.standing().catalogRow(after.item());
    CatalogRow was = before == null ? null : before.standing().catalogRow(before.item());
    if (was != null && !was.configKey().equals(is.configKey())) {
      out.catalog(gone(was), now);
    }
    if (!is.equals(was)) {
      out.catalog(is, now);
    }
    OrphanWatch.signal(before, after, now).ifPresent(signal -> out.signal(signal, now));
    EvictionDesk.expired(before, after, now).forEach(eviction -> out.eviction(eviction, now));
  }

  private static CatalogRow gone(CatalogRow row) {
    return new CatalogRow(
        row.itemId(),
        row.itemType(),
        row.configKey(),
        row.sha256(),
        row.sizeBytes(),
        false,
        OTHER_CONFIG,
        row.qualityScore(),
        row.sampleCount(),
        row.contentTime(),
        Set.of(),
        row.sourceNode(),
        Map.of());
  }

  private static Set<String> copying(Row row) {
    Set<String> copying = new HashSet<>();
    if (row == null) {
      return copying;
    }
    for (Map.Entry<String, ReplicaState> entry : row.standing().states().entrySet()) {
      if (entry.getValue() == ReplicaState.COPYING) {
        copying.add(entry.getKey());
      }
    }
    return copying;
  }
}
