package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.transport.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The share groups of all workers, one a priority. Their settings live on the brokers and must be
 * there before the first worker joins: by default a new group starts at the topic's end, where
 * operations that wait would never be seen.
 */
public final class ShareGroups {
  /** The most that brokers allow by default. Failures of transfers are counted by the ledger. */
  static final int DELIVERIES = 10;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "share.auto.offset.reset", "earliest",
          // The topology writes in transactions: what it took back must not be carried out.
          "share.isolation.level", "read_committed",
          "share.delivery.count.limit", Integer.toString(DELIVERIES),
          // The least that brokers allow by default. A record is held for a start only, and a
          // worker
          // that hangs, or fetched one it has no slot for, keeps it from others this long.
          "share.record.lock.duration.ms", "15000");

  private ShareGroups() {}

  /** {@code dataplane-workers.critical} to {@code dataplane-workers.cold-storage}. */
  public static String group(Priority priority) {
    return "dataplane-workers." + priority.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Sets the groups' settings. Idempotent, and every worker does it.
   *
   * @throws KafkaException if the brokers refuse or can't be reached
   */
  public static void configure(Admin admin) {
    List<AlterConfigOp> operations = new ArrayList<>();
    SETTINGS.forEach(
        (key, value) ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Priority priority : Priority.values()) {
      changes.put(new ConfigResource(ConfigResource.Type.GROUP, group(priority)), operations);
    }
    try {
      admin.incrementalAlterConfigs(changes).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "settings of the share groups dataplane-workers.* can't be set: "
              + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while setting the share groups", e);
    }
  }
}
