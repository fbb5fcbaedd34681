package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges which nodes have fallen silent.
 *
 * <p><b>Goals.</b> A dead node is found within the heartbeat timeout. A network, broker or
 * application outage is not taken for a dead cluster: that would orphan every item at once and
 * start copying all of them.
 *
 * <p><b>Algorithm.</b> A node with an agent is <i>silent</i> if it wasn't heard for the timeout,
 * counted from its last sign of life but not from before the stage had caught up. It is <i>late</i>
 * after half of the timeout, which is longer than a heartbeat's interval. Those late now and those
 * declared silent within the window are the <i>vanishing</i>. If they are more than the allowed
 * share of the nodes that were there, the verdict is suspended: nobody is declared offline. Late
 * nodes count because the heartbeats of many nodes run out one after another: without them an
 * outage would take a third of the cluster before it was seen as one.
 *
 * <p>The verdict resumes when enough of them are heard again, or when HOST_OFFLINE decides for
 * them: nodes offline by an event are not among the vanishing.
 */
public final class OfflineJudge {

  /** Names in a reason; the node table has the rest. */
  private static final int NAMED = 5;

  private final NodePolicy policy;

  public OfflineJudge(NodePolicy policy) {
    this.policy = policy;
  }

  /**
   * What is to be done.
   *
   * @param silent ids of nodes to declare offline, sorted
   * @param suspended why nobody is declared offline although some are silent
   */
  public record Verdict(List<String> silent, Optional<String> suspended) {
    public Verdict {
      silent = List.copyOf(silent);
      Objects.requireNonNull(suspended, "suspended");
    }
  }

  /**
   * Judges all nodes at one moment.
   *
   * @param now log time of the tick
   * @param caughtUpSince log time from which on silence counts
   */
  public Verdict judge(Collection<NodeRow> rows, Instant now, Instant caughtUpSince) {
    List<String> silent = new ArrayList<>();
    int late = 0;
    int declared = 0;
    int online = 0;
    for (NodeRow row : rows) {
      if (!row.liveness().hasAgent()) {
        continue;
      }
      if (row.node().online()) {
        online++;
        Duration silence = silence(row.liveness(), now, caughtUpSince);
        if (silence.compareTo(policy.heartbeatTimeout().dividedBy(2)) > 0) {
          late++;
        }
        if (silence.compareTo(policy.heartbeatTimeout()) > 0) {
          silent.add(row.node().nodeId());
        }
      } else if (declaredWithinWindow(row, now)) {
        declared++;
      }
    }
    silent.sort(null);
    int vanishing = late + declared;
    int there = online + declared;
    boolean outage =
        vanishing >= policy.vanishMinimum() && vanishing > policy.vanishShare() * there;
    if (silent.isEmpty() || !outage) {
      return new Verdict(silent, Optional.empty());
    }
    return new Verdict(List.of(), Optional.of(reason(silent, vanishing, there)));
  }

  private static Duration silence(Liveness liveness, Instant now, Instant caughtUpSince) {
    Instant from = liveness.heardAt().isAfter(caughtUpSince) ? liveness.heardAt() : caughtUpSince;
    return Duration.between(from, now);
  }

  private boolean declaredWithinWindow(NodeRow row, Instant now) {
    return row.node().cause().equals(Cause.HEARTBEATS_MISSED.name())
        && row.node().changedAt().isAfter(now.minus(policy.vanishWindow()));
  }

  private String reason(List<String> silent, int vanishing, int there) {
    String names = String.join(", ", silent.subList(0, Math.min(NAMED, silent.size())));
    return vanishing
        + " of "
        + there
        + " nodes fell silent together ("
        + names
        + (silent.size() > NAMED ? ", ..." : "")
        + "): taken for an outage of the network or of Kafka, none of them is declared offline;"
        + " HOST_OFFLINE decides for a node that is really gone";
  }
}
