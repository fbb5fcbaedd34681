package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import java.time.Instant;
import java.util.List;

/** Checks what agents say of their nodes. */
public final class HeartbeatCheck {

  private HeartbeatCheck() {}

  /** All faults of the heartbeat; empty: it can be used. */
  public static List<Fault> check(NodeHeartbeat heartbeat, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.token("node_id", heartbeat.getNodeId());
    faults.atLeast(0, "boot", heartbeat.getBoot());
    faults.atLeast(0, "sequence", heartbeat.getSequence());
    faults.optionalId("provider", heartbeat.getProvider());
    faults.optionalId("region", heartbeat.getRegion());
    faults.optionalId("rack", heartbeat.getRack());
    faults.each(Limits.LIST_ENTRIES, "roles", heartbeat.getRoles(), faults::token);
    faults.optionalEndpoint("endpoint", heartbeat.getEndpoint());
    faults.each(Limits.LIST_ENTRIES, "receives", heartbeat.getReceives(), (field, type) -> {});
    faults.each(Limits.LIST_ENTRIES, "transports", heartbeat.getTransports(), faults::token);
    faults.each(
        Limits.LIST_ENTRIES,
        "unavailable",
        List.copyOf(heartbeat.getUnavailable().entrySet()),
        (field, entry) -> {
          faults.token(field, entry.getKey());
          faults.optionalText(field, entry.getValue());
        });
    faults.optionalPath("data_root", heartbeat.getDataRoot());
    faults.atLeast(0, "disk_total_bytes", heartbeat.getDiskTotalBytes());
    long free = heartbeat.getDiskFreeBytes();
    faults.require(
        free >= 0 && free <= heartbeat.getDiskTotalBytes(),
        "disk_free_bytes",
        free,
        "0 to disk_total_bytes (" + heartbeat.getDiskTotalBytes() + ")");
    int limit = heartbeat.getDiskLimitPercent();
    faults.require(limit >= 1 && limit <= 100, "disk_limit_percent", limit, "1 to 100");
    faults.atLeast(0, "active_transfers", heartbeat.getActiveTransfers());
    faults.atLeast(0, "max_transfers", heartbeat.getMaxTransfers());
    return faults.all();
  }
}
