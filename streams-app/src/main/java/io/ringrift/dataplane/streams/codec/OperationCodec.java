package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Requester;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Operations and what workers say of them between their Avro and their model form. */
public final class OperationCodec {

  private static final String RESULT_PREFIX = "DATA_TRANSFER_";

  private OperationCodec() {}

  public static OperationStatus toAvro(Operation op) {
    return OperationStatus.newBuilder()
        .setOperationId(op.operationId())
        .setEpoch(op.epoch())
        .setRequestId(op.requestId())
        .setItemId(op.itemId())
        .setItemType(Enums.toAvro(op.itemType()))
        .setConfigKey(op.configKey())
        .setSha256(op.sha256())
        .setSizeBytes(op.sizeBytes())
        .setOperationType(Enums.toAvro(op.operationType()))
        .setPriority(Enums.toAvro(op.priority()))
        .setTargetNode(op.targetNode())
        .setTargetCount(op.targetCount())
        .setState(io.ringrift.dataplane.avro.OperationState.valueOf(op.state().name()))
        .setReason(op.reason())
        .setRequesters(op.requesters().stream().map(OperationCodec::toAvro).toList())
        .setSources(sources(op))
        .setAttempts(op.attempts().stream().map(OperationCodec::toAvro).toList())
        .setFailures(op.failures())
        .setAvoid(op.avoid().stream().sorted().toList())
        .setWorkerId(op.workerId())
        .setBytesDone(op.bytesDone())
        .setCreatedAt(op.createdAt())
        .setUpdatedAt(op.updatedAt())
        .setEmittedAt(op.emittedAt())
        .setDueAt(op.dueAt())
        .setEndedAt(op.endedAt())
        .build();
  }

  public static Operation toModel(OperationStatus s) {
    return new Operation(
        s.getOperationId(),
        s.getEpoch(),
        s.getRequestId(),
        s.getItemId(),
        Enums.toModel(s.getItemType()),
        s.getConfigKey(),
        s.getSha256(),
        s.getSizeBytes(),
        Enums.toModel(s.getOperationType()),
        Enums.toModel(s.getPriority()),
        s.getTargetNode(),
        s.getTargetCount(),
        OperationState.valueOf(s.getState().name()),
        s.getReason(),
        s.getRequesters().stream().map(OperationCodec::toModel).toList(),
        s.getSources().stream()
            .map(
                o ->
                    new Source(
                        o.getNodeId(),
                        o.getEndpoint(),
                        o.getReason(),
                        Set.copyOf(o.getTransports()),
                        o.getUnavailable()))
            .toList(),
        s.getAttempts().stream().map(OperationCodec::toModel).toList(),
        s.getFailures(),
        Set.copyOf(s.getAvoid()),
        s.getWorkerId(),
        s.getBytesDone(),
        s.getCreatedAt(),
        s.getUpdatedAt(),
        s.getEmittedAt(),
        s.getDueAt(),
        s.getEndedAt());
  }

  /**
   * The order to a worker, with what is known of its target.
   *
   * @param held sha256 of what the target is known to hold of the item; null: nothing
   */
  public static DataOperation order(Operation op, Node target, String held) {
    return DataOperation.newBuilder()
        .setOperationId(op.operationId())
        .setEpoch(op.epoch())
        .setRequestId(op.requestId())
        .setItemId(op.itemId())
        .setItemType(Enums.toAvro(op.itemType()))
        .setConfigKey(op.configKey())
        .setSha256(op.sha256())
        .setSizeBytes(op.sizeBytes())
        .setOperationType(Enums.toAvro(op.operationType()))
        .setPriority(Enums.toAvro(op.priority()))
        .setSources(sources(op))
        .setTargetNode(op.targetNode())
        .setTargetEndpoint(target.endpoint())
        .setTargetTransports(target.transports().stream().sorted().toList())
        .setTargetUnavailable(new TreeMap<>(target.unavailable()))
        .setTargetCount(op.targetCount())
        .setReason(op.reason())
        .setCreatedAt(op.createdAt())
        .setEmittedAt(op.emittedAt())
        .setReplacesSha256(held == null ? "" : held)
        .build();
  }

  private static List<SourceOption> sources(Operation op) {
    return op.sources().stream()
        .map(
            source ->
                new SourceOption(
                    source.nodeId(),
                    source.endpoint(),
                    source.reason(),
                    source.transports().stream().sorted().toList(),
                    new TreeMap<>(source.unavailable())))
        .toList();
  }

  public static TransferReport toModel(TransferResult r) {
    return new TransferReport(
        TransferReport.Type.valueOf(r.getType().name().substring(RESULT_PREFIX.length())),
        r.getOperationId(),
        r.getEpoch(),
        r.getItemId(),
        r.getSha256(),
        r.getTargetNode(),
        r.getWorkerId(),
        r.getAttempts().stream().map(OperationCodec::toModel).toList(),
        r.getBoot(),
        r.getSequence(),
        r.getPath(),
        r.getReason(),
        r.getRetryAfterMs());
  }

  private static io.ringrift.dataplane.avro.Requester toAvro(Requester r) {
    return new io.ringrift.dataplane.avro.Requester(
        r.needId(), r.configKey(), r.requestId(), r.cause());
  }

  private static Requester toModel(io.ringrift.dataplane.avro.Requester r) {
    return new Requester(r.getNeedId(), r.getConfigKey(), r.getRequestId(), r.getCause());
  }

  private static TransferAttempt toAvro(Attempt a) {
    return new TransferAttempt(
        a.transport(),
        a.sourceNode(),
        a.startedAt(),
        a.durationMs(),
        a.bytes(),
        a.outcome(),
        a.reaction(),
        a.message(),
        a.choice());
  }

  private static Attempt toModel(TransferAttempt a) {
    return new Attempt(
        a.getTransport(),
        a.getSourceNode(),
        a.getStartedAt(),
        a.getDurationMs(),
        a.getBytes(),
        a.getOutcome(),
        a.getReaction(),
        a.getMessage(),
        a.getChoice());
  }
}
