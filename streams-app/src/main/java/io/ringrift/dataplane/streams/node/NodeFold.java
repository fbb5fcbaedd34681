package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Folds events and heartbeats into nodes; with {@link OfflineJudge} the only one that says who is
 * online.
 *
 * <pre>
 *              HOST_ONLINE, a heartbeat
 *   unknown ------------------------------> ONLINE
 *
 *              HOST_OFFLINE                          HOST_ONLINE, or heartbeats: two, or one
 *   ONLINE ----------------> OFFLINE by event     -> of a newer start of the agent
 *
 *              judged silent                         HOST_ONLINE, or one heartbeat
 *   ONLINE ----------------> OFFLINE by silence   ->
 * </pre>
 *
 * <p><b>A host declared offline that goes on beating comes online again.</b> Heartbeats are the
 * better evidence, and a host that is wrongly down is no source and no target for as long as nobody
 * notices. One heartbeat isn't enough, it may have been under way when the host went down; two
 * aren't an accident. An agent that has started since is believed at once. Only a node that a
 * person took out ({@code OPERATOR}) or declared lost (HOST_OFFLINE with {@code lost}) waits for a
 * person or for HOST_ONLINE.
 *
 * <p>A node known by events only is online until HOST_OFFLINE: there is no agent to fall silent.
 * From its first heartbeat on it is judged by heartbeats.
 *
 * <p>What an agent says of its node stands above what events said, except for what the agent isn't
 * told: a heartbeat without provider, region, rack or roles leaves those as they are. What the node
 * file says of a node stands above both ({@link DeclaredNode}); a node that only the file knows is
 * in the table, offline, until it is heard; a plain file server, which nobody will hear, is online
 * until HOST_OFFLINE.
 */
public final class NodeFold {

  private final NodePolicy policy;
  private final DeclaredNodes declared;

  public NodeFold(NodePolicy policy, DeclaredNodes declared) {
    this.policy = policy;
    this.declared = declared;
  }

  /**
   * Brings a node in line with the node file, which may have changed since the last start.
   *
   * @param known null if the node isn't known
   * @param at log time of the first tick since the start
   */
  public NodeStep declared(NodeRow known, String nodeId, Instant at) {
    if (declared.node(nodeId) == null && (known == null || known.liveness().heard() == null)) {
      return NodeStep.unchanged(known);
    }
    Node said = said(known, nodeId);
    Node now = over(said);
    Liveness after = (known == null ? Liveness.NONE : known.liveness()).heard(heard(said));
    boolean byFileAlone = known == null || known.node().cause().equals(Cause.DECLARED.name());
    if (byFileAlone && now.plain() && (known == null || !known.node().online())) {
      return online(now, Cause.DECLARED, "a plain file server of the node file", at, after);
    }
    if (known == null || (byFileAlone && !now.plain() && known.node().online())) {
      return offline(now, Cause.DECLARED, "named in the node file, not heard of yet", at, after);
    }
    return NodeDifference.between(known.node(), now, policy.diskStep())
        .map(each -> new NodeChange(next(now), Cause.FACTS, "node file: " + each.detail(), at))
        .map(change -> NodeStep.changed(change, after))
        .orElseGet(() -> NodeStep.unchanged(new NodeRow(known.node(), after)));
  }

  /**
   * Takes a heartbeat.
   *
   * @param known null if the node isn't known
   * @param at log time of the heartbeat
   */
  public NodeStep heartbeat(NodeRow known, Heartbeat beat, Instant at) {
    Liveness before = known == null ? Liveness.NONE : known.liveness();
    if (beat.boot() < before.boot()) {
      return NodeStep.ignored(
          known,
          "heartbeat of boot "
              + beat.boot()
              + " after boot "
              + before.boot()
              + ": do two agents run as "
              + beat.nodeId()
              + "?");
    }
    if (beat.boot() == before.boot() && beat.sequence() <= before.sequence()) {
      return NodeStep.unchanged(known);
    }
    Node said = described(said(known, beat.nodeId()), beat, at);
    Node now = over(said);
    Liveness after = before.heartbeat(beat, at).heard(heard(said));
    if (known == null || known.node().unheard()) {
      return online(now, Cause.HEARTBEAT, "first heartbeat", at, after);
    }
    if (!known.node().online()) {
      return returned(known, now, beat, at, after);
    }
    return NodeDifference.between(known.node(), now, policy.diskStep())
        .map(
            difference ->
                NodeStep.changed(
                    new NodeChange(next(now), difference.cause(), difference.detail(), at), after))
        .orElseGet(() -> NodeStep.unchanged(new NodeRow(known.node(), after)));
  }

  /**
   * Takes HOST_ONLINE.
   *
   * @param known null if the node isn't known
   * @param at log time of the event
   */
  public NodeStep online(NodeRow known, String eventId, HostOnline event, Instant at) {
    if (repeated(known, eventId)) {
      return NodeStep.unchanged(known);
    }
    Node said = described(said(known, event.nodeId()), event);
    Node now = over(said);
    Liveness after =
        (known == null ? Liveness.NONE : known.liveness()).online(eventId, at).heard(heard(said));
    Node before = known == null ? NodeBuilder.of(event.nodeId()).build() : known.node();
    if (!before.online()) {
      boolean first = known == null || before.unheard();
      String detail = first ? "first heard of" : "was offline by " + before.cause();
      return online(now, Cause.HOST_ONLINE, detail, at, after);
    }
    Optional<NodeDifference> difference = NodeDifference.between(before, now, policy.diskStep());
    return difference.isEmpty()
        ? NodeStep.unchanged(new NodeRow(before, after))
        : NodeStep.changed(
            new NodeChange(next(now), Cause.FACTS, difference.get().detail(), at), after);
  }

  /** Takes HOST_OFFLINE; parameters as for {@link #online}. */
  public NodeStep offline(NodeRow known, String eventId, HostOffline event, Instant at) {
    if (repeated(known, eventId)) {
      return NodeStep.unchanged(known);
    }
    Liveness after =
        (known == null ? Liveness.NONE : known.liveness())
            .offline(eventId)
            .heard(heard(said(known, event.nodeId())));
    Node before = known == null ? over(said(null, event.nodeId())) : known.node();
    String detail = event.reason() == null ? "no reason given" : event.reason();
    if (event.lost() && !before.lost()) {
      return offline(before, Cause.NODE_LOST, detail, at, after);
    }
    if (known == null || before.online() || before.unheard()) {
      return offline(before, Cause.HOST_OFFLINE, detail, at, after);
    }
    if (offlineBy(before, Cause.HEARTBEATS_MISSED)) {
      // It is down already, but from now on by word, which one heartbeat doesn't outweigh.
      Node now =
          NodeBuilder.from(before)
              .online(false, Cause.HOST_OFFLINE.name(), before.changedAt())
              .build();
      return NodeStep.changed(new NodeChange(next(now), Cause.HOST_OFFLINE, detail, at), after);
    }
    return NodeStep.unchanged(new NodeRow(before, after));
  }

  /**
   * Declares a node offline that {@link OfflineJudge} found silent.
   *
   * @param at log time of the tick by which it was judged
   */
  public NodeStep silent(NodeRow known, Instant at) {
    Duration silence = Duration.between(known.liveness().lastHeartbeatAt(), at);
    String detail =
        "no heartbeat for "
            + silence.toSeconds()
            + " s, allowed: "
            + policy.heartbeatTimeout().toSeconds()
            + " s";
    return offline(known.node(), Cause.HEARTBEATS_MISSED, detail, at, known.liveness());
  }

  /** A heartbeat of a node that is offline. */
  private NodeStep returned(NodeRow known, Node now, Heartbeat beat, Instant at, Liveness after) {
    Node before = known.node();
    if (offlineBy(before, Cause.HEARTBEATS_MISSED)) {
      Duration away = Duration.between(before.changedAt(), at);
      String detail = "heard again, was offline for " + away.toSeconds() + " s";
      return online(now, Cause.HEARTBEAT, detail, at, after);
    }
    if (offlineBy(before, Cause.HOST_OFFLINE)) {
      if (beat.boot() > known.liveness().boot()) {
        return online(now, Cause.HEARTBEAT, "its agent has started since HOST_OFFLINE", at, after);
      }
      if (after.beatsSinceOffline() >= policy.beatsAfterOffline()) {
        String detail = after.beatsSinceOffline() + " heartbeats since HOST_OFFLINE";
        return online(now, Cause.HEARTBEAT, detail, at, after);
      }
    }
    if (offlineBy(before, Cause.NODE_LOST) && beat.boot() > known.liveness().boot()) {
      return new NodeStep(
          Optional.of(new NodeRow(before, after)),
          Optional.empty(),
          Optional.of("was declared lost and its agent has started: HOST_ONLINE takes it back"));
    }
    return NodeStep.unchanged(new NodeRow(before, after));
  }

  /** The node as agents and events described it so far. */
  private static Node said(NodeRow known, String nodeId) {
    if (known == null) {
      return NodeBuilder.of(nodeId).build();
    }
    Heard heard = known.liveness().heard();
    return heard == null ? known.node() : heard.over(known.node());
  }

  private Node over(Node said) {
    DeclaredNode node = declared.node(said.nodeId());
    return node == null ? said : node.over(said);
  }

  /** Null: the file doesn't name it, so the row itself has it. */
  private Heard heard(Node said) {
    return declared.node(said.nodeId()) == null ? null : Heard.of(said);
  }

  private static boolean offlineBy(Node node, Cause cause) {
    return node.cause().equals(cause.name());
  }

  private static boolean repeated(NodeRow known, String eventId) {
    return known != null && known.liveness().recentEvents().contains(eventId);
  }

  private static NodeStep online(
      Node node, Cause cause, String detail, Instant at, Liveness liveness) {
    Node now = NodeBuilder.from(node).online(true, cause.name(), at).build();
    return NodeStep.changed(new NodeChange(next(now), cause, detail, at), liveness);
  }

  private static NodeStep offline(
      Node node, Cause cause, String detail, Instant at, Liveness liveness) {
    Node now = NodeBuilder.from(node).online(false, cause.name(), at).build();
    return NodeStep.changed(new NodeChange(next(now), cause, detail, at), liveness);
  }

  private static Node next(Node node) {
    return NodeBuilder.from(node).revision(node.revision() + 1).build();
  }

  private static Node described(Node known, Heartbeat beat, Instant at) {
    return NodeBuilder.from(known)
        .kind(beat.kind())
        .place(
            or(beat.provider(), known.provider()),
            or(beat.region(), known.region()),
            or(beat.rack(), known.rack()))
        .roles(beat.roles().isEmpty() ? known.roles() : beat.roles())
        .endpoint(beat.endpoint())
        .receives(beat.receives())
        .transports(beat.transports())
        .unavailable(beat.unavailable())
        .sharedRoot(beat.sharedRoot())
        .dataRoot(beat.dataRoot())
        .disk(beat.diskTotalBytes(), beat.diskFreeBytes(), beat.diskLimitPercent())
        .load(beat.activeTransfers(), beat.maxTransfers())
        .boot(beat.boot())
        .lastHeartbeatAt(at)
        .build();
  }

  private static Node described(Node known, HostOnline event) {
    return NodeBuilder.from(known)
        .kind(or(event.kind(), known.kind()))
        .place(
            or(event.provider(), known.provider()),
            or(event.region(), known.region()),
            or(event.rack(), known.rack()))
        .roles(or(event.roles(), known.roles()))
        .endpoint(or(event.endpoint(), known.endpoint()))
        .build();
  }

  private static <T> T or(T told, T known) {
    return told == null ? known : told;
  }
}
