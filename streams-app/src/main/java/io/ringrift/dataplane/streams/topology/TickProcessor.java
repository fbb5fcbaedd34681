package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.node.CaughtUp;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import io.ringrift.dataplane.streams.node.NodeFold;
import io.ringrift.dataplane.streams.node.NodePolicy;
import io.ringrift.dataplane.streams.node.OfflineJudge;
import io.ringrift.dataplane.streams.node.OfflineJudge.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges silence at every fresh tick, and at the first brings the table in line with the node file.
 * What it remembers from tick to tick is not stored: after a start it has to find out again whether
 * it has caught up.
 */
final class TickProcessor implements Processor<byte[], byte[], String, SpecificRecord> {

  private static final Logger log = LoggerFactory.getLogger(TickProcessor.class);

  private final NodePolicy policy;
  private final NodeFold fold;
  private final DeclaredNodes declared;
  private final OfflineJudge judge;
  private final InstantSource clock;
  private final NodeStageStatus status;
  private NodeRows rows;
  private CaughtUp caughtUp = CaughtUp.NOT_YET;
  private boolean suspended;
  private boolean inLineWithFile;

  TickProcessor(
      NodePolicy policy,
      NodeFold fold,
      DeclaredNodes declared,
      InstantSource clock,
      NodeStageStatus status) {
    this.policy = policy;
    this.fold = fold;
    this.declared = declared;
    this.judge = new OfflineJudge(policy);
    this.clock = clock;
    this.status = status;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    rows = new NodeRows(context);
    status.started();
  }

  @Override
  public void process(Record<byte[], byte[]> tick) {
    Instant logTime = Instant.ofEpochMilli(tick.timestamp());
    if (!inLineWithFile) {
      bringInLineWithFile(logTime);
      inLineWithFile = true;
    }
    Optional<CaughtUp> next =
        HeartbeatTick.sentAt(tick.headers())
            .flatMap(
                sentAt -> caughtUp.tick(logTime, sentAt, clock.instant(), policy.tickFreshness()));
    if (next.isEmpty()) {
      return;
    }
    caughtUp = next.get();
    Verdict verdict = judge.judge(rows.all(), logTime, caughtUp.since());
    for (String nodeId : verdict.silent()) {
      rows.apply(nodeId, fold.silent(rows.load(nodeId), logTime), tick.timestamp());
    }
    tell(verdict.suspended());
    status.ticked(clock.instant(), verdict.suspended());
  }

  /** Once a start: a processor can't tell others anything before it has a record. */
  private void bringInLineWithFile(Instant logTime) {
    Set<String> nodes = new TreeSet<>(declared.ids());
    rows.all().forEach(row -> nodes.add(row.node().nodeId()));
    for (String nodeId : nodes) {
      rows.apply(nodeId, fold.declared(rows.load(nodeId), nodeId, logTime), logTime.toEpochMilli());
    }
  }

  /** Once when the verdict is suspended and once when it is given again. */
  private void tell(Optional<String> reason) {
    if (reason.isPresent() && !suspended) {
      log.warn("Verdict on silent nodes suspended: {}", reason.get());
    } else if (reason.isEmpty() && suspended) {
      log.info("Verdict on silent nodes is given again");
    }
    suspended = reason.isPresent();
  }

  @Override
  public void close() {
    status.gone();
  }
}
