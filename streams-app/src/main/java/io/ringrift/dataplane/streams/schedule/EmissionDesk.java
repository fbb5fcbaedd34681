package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.SourceRanking;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides whether an operation goes to the workers now, or what it has to wait for. */
final class EmissionDesk {

  /** First words of holds, besides those of {@link Admission}. */
  static final String BACKPRESSURE = "backpressure";

  static final String SHADOW = "shadow";

  static final String SAME_FILES = "same_files";

  static final String TARGET_HAS_NEWER = "target_has_newer";

  private final SchedulePolicy policy;
  private final OperationEnds ends;

  EmissionDesk(SchedulePolicy policy, OperationEnds ends) {
    this.policy = policy;
    this.ends = ends;
  }

  /**
   * Puts a WAITING operation on its topic, or holds it with a reason, or ends it if it is no longer
   * needed. The caller sees to it that the window of its priority has room.
   *
   * @param lastEpoch highest epoch ever emitted for (item, target)
   */
  Step emit(Operation op, long lastEpoch, Row row, NodeTable nodes, Traffic traffic, Instant now) {
    Step ended = ends.byRow(op, row, now);
    if (ended != null) {
      return ended;
    }
    Admission admission =
        Admission.of(nodes.node(op.targetNode()), op.targetNode(), op.itemType(), op.bytesLeft());
    switch (admission.verdict()) {
      case HOLD:
        return hold(op, admission.reason() + ": " + admission.detail(), now);
      case REFUSE:
        return ends.refused(
            op.to(OperationState.FAILED, admission.reason() + ": " + admission.detail(), now),
            op,
            admission.reason(),
            now);
      default:
    }
    if (row.standing().leaving().keySet().stream()
        .anyMatch(node -> nodes.sameFiles(node, op.targetNode()))) {
      return hold(op, Admission.TARGET_EVICTS + ": the copy that is there is being removed", now);
    }
    if (traffic.bringing() != null) {
      return hold(
          op,
          "%s: %s has the same files and is being brought it"
              .formatted(SAME_FILES, traffic.bringing()),
          now);
    }
    List<Source> sources = SourceRanking.rank(row.standing(), op.targetNode(), op.avoid(), nodes);
    if (sources.isEmpty()) {
      // The other one that was left has gone since: it asks those that it avoids before it waits
      // for ever. If they fail again it ends.
      sources = SourceRanking.rank(row.standing(), op.targetNode(), Set.of(), nodes);
    }
    boolean known = row.standing().current() != null;
    if (known && sources.isEmpty() && !row.item().heldSomewhere(op.sha256(), nodes::lost)) {
      return heldNowhere(op, now);
    }
    if (sources.isEmpty()) {
      return hold(op, Standing.NO_REACHABLE_SOURCE + ": no online node offers this content", now);
    }
    if (row.item().holdsNewer(op.targetNode(), op.sha256())) {
      return hold(
          op, TARGET_HAS_NEWER + ": newer content lies there that nobody has read yet", now);
    }
    if (policy.shadow().covers(op.targetNode())) {
      return shadowed(op, sources, now);
    }
    Optional<String> pressure = traffic.hold(op, now);
    if (pressure.isPresent()) {
      return hold(op, BACKPRESSURE + ": " + pressure.get(), now);
    }
    if (!op.priority().neverHeld()) {
      Set<String> strained = traffic.pressure().nodes(now);
      sources = sources.stream().filter(source -> !strained.contains(source.nodeId())).toList();
      if (sources.isEmpty()) {
        return hold(op, BACKPRESSURE + ": all its sources are under pressure", now);
      }
    }
    // CRITICAL waits for no room; the agents have some of their own for it.
    if (op.priority() != Priority.CRITICAL) {
      Place target = Place.gets(op.targetNode());
      Optional<String> busy = traffic.room().full(target, op.sizeBytes());
      if (busy.isPresent()) {
        return inLine(op, Place.TARGET_BUSY + ": " + busy.get(), sources, now);
      }
      Map<Boolean, List<Source>> byRoom =
          sources.stream()
              .collect(Collectors.partitioningBy(source -> gives(source, op, traffic).isEmpty()));
      if (byRoom.get(true).isEmpty()) {
        String why = gives(sources.get(0), op, traffic).orElseThrow();
        return inLine(op, Place.SOURCE_BUSY + ": " + why, sources, now);
      }
      // A busy one is there for when the others fail.
      sources = Stream.of(true, false).flatMap(room -> byRoom.get(room).stream()).toList();
    }
    // Grows across a loss of this state too, since agents remember what they have seen.
    long epoch = Math.max(lastEpoch + 1, now.toEpochMilli());
    Operation queued =
        op.to(OperationState.QUEUED, "on the topic of " + op.priority(), now)
            .emitted(epoch, sources)
            .due(now.plus(policy.unstarted()))
            .build();
    return Step.emission(op, queued);
  }

  /**
   * No node holds the content any more, reachable or not: a need chooses other data instead of
   * waiting for it, and rules ask again when it turns up.
   */
  private Step heldNowhere(Operation op, Instant now) {
    String reason = "no node holds the content any more";
    boolean byRule = op.requesters().stream().allMatch(each -> each.needId().isEmpty());
    return byRule
        ? ends.cancelled(op, reason, now)
        : ends.refused(
            op.to(OperationState.FAILED, Standing.NO_REACHABLE_SOURCE + ": " + reason, now),
            op,
            Standing.NO_REACHABLE_SOURCE,
            now);
  }

  /** Decided to the end, and not moved: the sources tell what would have happened. */
  private Step shadowed(Operation op, List<Source> sources, Instant now) {
    String reason =
        "%s: nothing is moved to %s; it would be fetched from %s (%s)"
            .formatted(SHADOW, op.targetNode(), sources.get(0).nodeId(), sources.get(0).reason());
    return Step.change(
        op,
        op.to(OperationState.WAITING, reason, now)
            .sources(sources)
            .due(now.plus(policy.recheck()))
            .build());
  }

  private static Optional<String> gives(Source source, Operation op, Traffic traffic) {
    return traffic.room().full(Place.gives(source.nodeId()), op.sizeBytes());
  }

  /** Its turn comes when there is room; the time is only for what nobody thought of. */
  private Step inLine(Operation op, String reason, List<Source> sources, Instant now) {
    return Step.change(
        op,
        op.to(OperationState.WAITING, reason, now)
            .sources(sources)
            .due(now.plus(policy.unstarted()))
            .build());
  }

  private Step hold(Operation op, String reason, Instant now) {
    return Step.change(
        op, op.to(OperationState.WAITING, reason, now).due(now.plus(policy.recheck())).build());
  }
}
