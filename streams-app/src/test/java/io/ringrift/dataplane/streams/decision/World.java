package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.decision.rule.DecisionRules;
import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A small world for rules and needs: all that the stage keeps in stores, kept in maps, with words
 * for what happens.
 */
public final class World implements PlacementView, NeedView {

  public static final Instant T0 = Cluster.T0;
  public static final String CONFIG = "hex8_2p";

  private final Cluster cluster;
  private final PlainCatalog catalog;
  private final SortedMap<String, Placement> placements = new TreeMap<>();
  private final SortedMap<String, Need> needs = new TreeMap<>();
  private final List<ItemOrder> orders = new ArrayList<>();
  private final List<Signal> signals = new ArrayList<>();
  private DecisionPolicy policy = DecisionPolicy.standard();
  private Instant now = T0;
  private Instant loggedAt;
  private int events;

  private World(Cluster cluster) {
    this.cluster = cluster;
    this.catalog = new PlainCatalog(() -> policy, () -> now);
  }

  /** gpu-1 to gpu-3 train, owc stores; all online; no data yet. */
  public static World withoutData() {
    return new World(Cluster.threeHostsAndADrive());
  }

  /** One good NPZ, at owc only. */
  public static World withOneNpz() {
    return withoutData().row(Rows.npz("a", 0.8).at("owc"));
  }

  /** Five NPZ of falling quality, a best to e worst, at owc only; a and c hold few samples. */
  public static World withFiveNpz() {
    return withoutData()
        .row(Rows.npz("a", 0.9).samples(100).at("owc"))
        .row(Rows.npz("b", 0.8).at("owc"))
        .row(Rows.npz("c", 0.7).samples(100).at("owc"))
        .row(Rows.npz("d", 0.6).at("owc"))
        .row(Rows.npz("e", 0.2).at("owc"));
  }

  // ---- what is

  /** Puts the row, without telling anybody. */
  public World row(Rows row) {
    catalog.put(row.build());
    return this;
  }

  public World placed(String nodeId) {
    return placed(CONFIG, nodeId, null, false);
  }

  public World placed(String configKey, String nodeId, String jobId, boolean guessed) {
    put(
        new Placement(
            configKey, nodeId, jobId, guessed, now, now.plus(policy.placementLifetime()), null));
    return this;
  }

  public World policy(DecisionPolicy newPolicy) {
    policy = newPolicy;
    return this;
  }

  public Cluster cluster() {
    return cluster;
  }

  public DecisionContext view() {
    return new DecisionContext(
        catalog, cluster, this, this, policy, loggedAt == null ? now : loggedAt, now);
  }

  public Instant now() {
    return now;
  }

  // ---- what happens

  public Decision happens(ConfigPayload payload) {
    return happens("event-" + ++events, "trainer", payload);
  }

  public Decision happens(String eventId, String source, ConfigPayload payload) {
    ClusterEvent event = new ClusterEvent(eventId, now, source, payload);
    Decision decision = DecisionRules.onEvent(event, payload, view()).orElseThrow();
    carryOut(decision);
    return decision;
  }

  /** The same, but it was logged long ago. */
  public Decision happenedBefore(Duration ago, ConfigPayload payload) {
    loggedAt = now.minus(ago);
    try {
      return happens(payload);
    } finally {
      loggedAt = null;
    }
  }

  /** Content appears in the catalog. */
  public List<Decision> appears(Rows row) {
    row(row);
    ContentChange change = new ContentChange(row.build());
    needs.values().stream()
        .toList()
        .forEach(
            need -> {
              NeedStep step = NeedLifecycle.onContent(need, change, view());
              apply(step.changed() ? step : NeedLifecycle.onLackChanged(need, view()));
            });
    List<Decision> decisions = DecisionRules.onNewContent(change, view());
    decisions.forEach(this::carryOut);
    return decisions;
  }

  /** A copy appears at, or vanishes from, a node. */
  public void moves(Rows row) {
    row(row);
    needs.values().stream()
        .toList()
        .forEach(need -> apply(NeedLifecycle.onPlaces(need, row.build(), view())));
  }

  /** The row's content is no longer at these nodes. */
  public List<Decision> loses(Rows row, String... nodes) {
    row(row);
    List<Decision> decisions = DecisionRules.onLoss(row.build(), Set.of(nodes), view());
    decisions.forEach(this::carryOut);
    return decisions;
  }

  public List<Decision> comesOnline(String nodeId) {
    cluster.back(nodeId);
    List<Decision> decisions = DecisionRules.onNodeOnline(cluster.node(nodeId), view());
    decisions.forEach(this::carryOut);
    return decisions;
  }

  /** The target's row changes. */
  public void changes(Node after) {
    Node before = cluster.node(after.nodeId());
    cluster.put(after);
    needs.values().stream()
        .filter(need -> need.targetNode().equals(after.nodeId()))
        .toList()
        .forEach(need -> apply(NeedLifecycle.onTargetChanged(need, before, view())));
  }

  /** The items stage answers an order. */
  public void answers(ItemOrder order, Outcome outcome, String reason) {
    answers(order, outcome, reason, "op-1");
  }

  public void answers(ItemOrder order, Outcome outcome, String reason, String operationId) {
    Need need = needs.get(order.needId());
    apply(
        NeedLifecycle.onOutcome(
            need,
            new NeedOutcome(
                order.needId(),
                order.configKey(),
                order.itemId(),
                order.sha256(),
                order.targetNode(),
                outcome,
                reason,
                operationId,
                now),
            view()));
  }

  /** Time passes; every need is looked at when its time has come. */
  public void passes(Duration time) {
    Instant end = now.plus(time);
    while (true) {
      Optional<Need> next =
          needs.values().stream()
              .filter(need -> !need.dueAt().isAfter(end))
              .min(Comparator.comparing(Need::dueAt));
      if (next.isEmpty()) {
        now = end;
        return;
      }
      now = next.get().dueAt().isAfter(now) ? next.get().dueAt() : now;
      apply(NeedLifecycle.onDue(next.get(), view()));
    }
  }

  private void carryOut(Decision decision) {
    decision.placements().forEach(this::put);
    List<Need> opened =
        decision.needs().stream().filter(need -> !needs.containsKey(need.needId())).toList();
    opened.forEach(need -> needs.put(need.needId(), need));
    opened.forEach(need -> apply(NeedLifecycle.open(need, view())));
    signals.addAll(decision.signals());
  }

  public void apply(NeedStep step) {
    if (step.after() == null) {
      needs.remove(step.before().needId());
    } else {
      needs.put(step.after().needId(), step.after());
    }
    orders.addAll(step.orders());
    signals.addAll(step.signals());
  }

  private void put(Placement placement) {
    placements.put(placement.configKey() + " " + placement.nodeId(), placement);
  }

  // ---- what came of it

  /** The only need there is. */
  public Need need() {
    if (needs.size() != 1) {
      throw new AssertionError("not one need: " + needs.keySet());
    }
    return needs.values().iterator().next();
  }

  public List<Need> needs() {
    return List.copyOf(needs.values());
  }

  /** Orders since the last call. */
  public List<ItemOrder> takeOrders() {
    List<ItemOrder> taken = List.copyOf(orders);
    orders.clear();
    return taken;
  }

  /** Items ordered since the last call. */
  public List<String> takeOrdered() {
    return takeOrders().stream().map(ItemOrder::itemId).toList();
  }

  /** Signals since the last call. */
  public List<Signal> takeSignals() {
    List<Signal> taken = List.copyOf(signals);
    signals.clear();
    return taken;
  }

  /** Signals since the last call, as {@code TYPE reason}. */
  public List<String> takeSignalled() {
    return takeSignals().stream().map(signal -> signal.type() + " " + signal.reason()).toList();
  }

  @Override
  public List<Placement> ofConfig(String configKey) {
    return placements.values().stream().filter(p -> p.configKey().equals(configKey)).toList();
  }

  @Override
  public List<Placement> atNode(String nodeId) {
    return placements.values().stream().filter(p -> p.nodeId().equals(nodeId)).toList();
  }

  @Override
  public Optional<Need> need(String configKey, String needId) {
    return Optional.ofNullable(needs.get(needId));
  }

  @Override
  public List<Need> ofRequest(String configKey, String requestId) {
    return needs.values().stream()
        .filter(need -> need.configKey().equals(configKey) && need.requestId().equals(requestId))
        .toList();
  }
}
