package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import java.time.Instant;
import java.util.List;

/** Checks what agents say of their replicas. */
public final class ReplicaReportCheck {

  private ReplicaReportCheck() {}

  /** All faults of the report; empty: it can be used. */
  public static List<Fault> check(ReplicaReport report, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.token("node_id", report.getNodeId());
    faults.itemId("item_id", report.getItemId());
    faults.token("config_key", report.getConfigKey());
    faults.atLeast(0, "boot", report.getBoot());
    faults.atLeast(0, "sequence", report.getSequence());
    if (report.getPresence() == Presence.PRESENT) {
      faults.sha256("sha256", report.getSha256());
    } else {
      faults.optionalSha256("sha256", report.getSha256());
    }
    faults.atLeast(0, "size_bytes", report.getSizeBytes());
    faults.optionalPath("path", report.getPath());
    faults.optionalText("evidence", report.getEvidence());
    faults.optionalTime("content_time", report.getContentTime());
    faults.optionalAtLeast(0, "sample_count", report.getSampleCount());
    faults.optionalAtLeast(0, "game_count", report.getGameCount());
    faults.optionalQuality("quality_score", report.getQualityScore());
    faults.optionalFinite("elo", report.getElo());
    faults.time("observed_at", report.getObservedAt());
    return faults.all();
  }
}
