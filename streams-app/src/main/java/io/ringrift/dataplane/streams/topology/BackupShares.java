package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.item.BackupShare;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How much of what should be backed up is, of the tasks that run in this process. */
public final class BackupShares {

  private record Key(Object task, ItemType type) {}

  private final ConcurrentMap<Key, BackupShare> shares = new ConcurrentHashMap<>();

  void set(Object task, ItemType type, BackupShare share) {
    shares.put(new Key(task, type), share);
  }

  /** The task runs elsewhere from now on. */
  void remove(Object task) {
    shares.keySet().removeIf(key -> key.task().equals(task));
  }

  /** By type, those that have any. */
  public Map<ItemType, BackupShare> byType() {
    Map<ItemType, BackupShare> sum = new EnumMap<>(ItemType.class);
    shares.forEach((key, share) -> sum.merge(key.type(), share, BackupShare::plus));
    return sum;
  }
}
