package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.contract.check.ClusterEventCheck;
import io.ringrift.dataplane.contract.check.EvictionRequestCheck;
import io.ringrift.dataplane.contract.check.Fault;
import io.ringrift.dataplane.contract.check.HeartbeatCheck;
import io.ringrift.dataplane.contract.check.ItemRestatementCheck;
import io.ringrift.dataplane.contract.check.ReplicaReportCheck;
import io.ringrift.dataplane.contract.check.TransferLeaseCheck;
import io.ringrift.dataplane.contract.check.TransferResultCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What records from outside must satisfy, decoding apart.
 *
 * @param items of the items stage
 */
public record IntakeChecks(
    IntakeCheck<ClusterEvent> events,
    IntakeCheck<NodeHeartbeat> heartbeats,
    ItemsStage.Checks items,
    IntakeCheck<EvictionRequest> evictions) {

  /** The checks of the contract. */
  public static IntakeChecks standard() {
    return new IntakeChecks(
        all("invalid_event", ClusterEventCheck::check),
        all("invalid_heartbeat", HeartbeatCheck::check),
        new ItemsStage.Checks(
            all("invalid_report", ReplicaReportCheck::check),
            all("invalid_result", TransferResultCheck::check),
            all("invalid_lease", TransferLeaseCheck::check),
            all("invalid_restatement", ItemRestatementCheck::check)),
        all("invalid_eviction_request", EvictionRequestCheck::check));
  }

  /** Takes everything that can be decoded: for tests. */
  public static IntakeChecks none() {
    return new IntakeChecks(
        IntakeCheck.none(),
        IntakeCheck.none(),
        new ItemsStage.Checks(
            IntakeCheck.none(), IntakeCheck.none(), IntakeCheck.none(), IntakeCheck.none()),
        IntakeCheck.none());
  }

  /** Refuses a value with any fault, naming all of them. */
  private static <T> IntakeCheck<T> all(String code, BiFunction<T, Instant, List<Fault>> check) {
    return (value, logTime) -> {
      List<Fault> faults = check.apply(value, logTime);
      return faults.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  code, faults.stream().map(Fault::toString).collect(Collectors.joining("; "))));
    };
  }
}
