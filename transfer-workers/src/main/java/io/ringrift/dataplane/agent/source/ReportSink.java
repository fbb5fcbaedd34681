package io.ringrift.dataplane.agent.source;

import java.util.concurrent.CompletionStage;

/** Tells the cluster of a register write. */
@FunctionalInterface
public interface ReportSink {

  /**
   * Sends a report.
   *
   * @return completes when the report is kept for good, exceptionally if it may be lost
   */
  CompletionStage<Void> report(Holding holding);
}
