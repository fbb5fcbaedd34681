package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.item.BackupShare;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts, change by change, what one task's rows say of backups; nothing is ever scanned. */
final class BackupCounts {

  private final ItemStores stores;
  private final ItemPolicy policy;
  private final BackupShares shown;
  private final Map<ItemType, BackupShare> shares = new EnumMap<>(ItemType.class);

  BackupCounts(ItemStores stores, ItemPolicy policy, BackupShares shown) {
    this.stores = stores;
    this.policy = policy;
    this.shown = shown;
    for (ItemType type : ItemType.values()) {
      BackupShare share = stores.backups().get(type);
      shares.put(type, share);
      if (!share.equals(BackupShare.NONE)) {
        shown.set(this, type, share);
      }
    }
  }

  /** The row, judged by the policy. */
  Row judged(Row row) {
    return row.backedUp(BackupShare.backedUp(row, stores.nodes(), policy));
  }

  /**
   * @param before null: the row is new
   */
  void changed(Row before, Row after) {
    ItemType was = before == null ? after.item().itemType() : before.item().itemType();
    Boolean then = before == null ? null : before.standing().backedUp();
    Boolean now = after.standing().backedUp();
    if (was == after.item().itemType() && Objects.equals(then, now)) {
      return;
    }
    move(was, then, null);
    move(after.item().itemType(), null, now);
  }

  private void move(ItemType type, Boolean was, Boolean is) {
    BackupShare share = shares.get(type).moved(was, is);
    shares.put(type, share);
    stores.backups().put(type, share);
    shown.set(this, type, share);
  }

  void close() {
    shown.remove(this);
  }
}
