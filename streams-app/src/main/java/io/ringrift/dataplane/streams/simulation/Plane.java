package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.HeartbeatTick;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageTask;
import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The four stages, their real processors, joined by simulated topics: records come late, come twice
 * where producers may repeat them, and overtake those of other topics; tasks crash and read again
 * from their last commit. The items and the decisions stage have two tasks each.
 */
final class Plane {

  private static final int TASKS = 2;
  private static final Duration TICK = Duration.ofSeconds(1);

  /** A task with the channels that lead to it. */
  private static final class Station {
    final String name;
    final StageTask task;
    final Map<String, Channel> inputs = new LinkedHashMap<>();

    Station(String name, StageTask task) {
      this.name = name;
      this.task = task;
    }

    Channel from(String topic) {
      return inputs.computeIfAbsent(topic, unused -> new Channel());
    }
  }

  private final Agenda agenda;
  private final Random lots;
  private Faults faults;
  private final Station events;
  private final Station nodes;
  private final List<Station> items = new ArrayList<>();
  private final List<Station> decisions = new ArrayList<>();
  private final List<DataSignal> signals = new ArrayList<>();
  private final Consumer<DataOperation> workers;
  private Watch watch = Watch.NOBODY;
  private int crashes;

  Plane(
      Agenda agenda,
      Random lots,
      Faults faults,
      DataPlaneTopology.Policies policies,
      Consumer<DataOperation> workers) {
    this.agenda = agenda;
    this.lots = lots;
    this.faults = faults;
    this.workers = workers;
    events = new Station("events", StageTask.events());
    nodes = new Station("nodes", StageTask.nodes(policies, agenda, new NodeStageStatus()));
    for (int task = 0; task < TASKS; task++) {
      items.add(new Station("items-" + task, StageTask.items(policies, agenda)));
      decisions.add(new Station("decisions-" + task, StageTask.decisions(policies, agenda)));
    }
    agenda.every(TICK, this::tick);
    agenda.every(
        policies.nodes().tickFreshness().dividedBy(2),
        () -> send(nodes, "heartbeats", HeartbeatTick.KEY, agenda.instant(), false));
  }

  void watchedBy(Watch newWatch) {
    watch = newWatch;
  }

  void faults(Faults newFaults) {
    faults = newFaults;
  }

  // ---- in

  void event(io.ringrift.dataplane.streams.model.ClusterEvent event) {
    send(events, "events", event.eventId(), EventCodec.toAvro(event), true);
  }

  void beat(NodeHeartbeat heartbeat) {
    send(nodes, "heartbeats", heartbeat.getNodeId(), heartbeat, false);
  }

  /** A report, result or lease, by item. */
  void item(String topic, String itemId, Object value) {
    send(of(items, itemId), topic, itemId, value, true);
  }

  private void send(Station to, String topic, String key, Object value, boolean mayRepeat) {
    int copies = mayRepeat && lots.nextDouble() < faults.duplicates() ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      Instant now = agenda.instant();
      Duration delay = Duration.ofMillis(1 + lots.nextInt(faults.mostDelayMs()));
      to.from(topic).send(key, value, now, now.plus(delay));
      agenda.at(now.plus(delay), () -> run(to));
      // A record behind a slower one of its partition becomes visible with it.
      agenda.at(now.plusMillis(faults.mostDelayMs() + 1L), () -> run(to));
    }
  }

  private static Station of(List<Station> tasks, String key) {
    return tasks.get(Math.floorMod(key.hashCode(), tasks.size()));
  }

  // ---- run

  private void tick() {
    for (Station station : all()) {
      station.task.tick(agenda.instant());
      commit(station);
    }
  }

  /** Reads what there is, topics in any order, and commits. */
  private void run(Station station) {
    List<Channel> readable = readable(station);
    if (readable.isEmpty()) {
      return;
    }
    while (!readable.isEmpty()) {
      station.task.process(readable.get(lots.nextInt(readable.size())).read());
      readable = readable(station);
    }
    commit(station);
  }

  private List<Channel> readable(Station station) {
    List<Channel> readable = new ArrayList<>();
    for (Channel channel : station.inputs.values()) {
      if (channel.readable(agenda.instant())) {
        readable.add(channel);
      }
    }
    return readable;
  }

  private void commit(Station station) {
    List<Written> written = station.task.commit();
    station.inputs.values().forEach(Channel::commit);
    forward(written);
  }

  private void forward(List<Written> written) {
    written.forEach(this::forward);
    if (!written.isEmpty()) {
      watch.committed(written);
    }
  }

  /**
   * One task reads some of what there is and dies before its commit. Without exactly-once what it
   * did stands, and it reads the same again.
   */
  void crash() {
    Station station = all().get(lots.nextInt(all().size()));
    List<Channel> readable = readable(station);
    for (int read = lots.nextInt(4); read > 0 && !readable.isEmpty(); read--) {
      station.task.process(readable.get(lots.nextInt(readable.size())).read());
      readable = readable(station);
    }
    crashes++;
    if (!faults.exactlyOnce()) {
      forward(station.task.commit());
    }
    station.task.crash();
    station.inputs.values().forEach(Channel::rewind);
  }

  private void forward(Written w) {
    switch (w.sink()) {
      case "events-to-items" -> send(of(items, w.key()), "item-events", w.key(), w.value(), false);
      case "events-to-all-items" -> toAll(items, "item-events", w);
      case "events-to-nodes" -> send(nodes, "node-events", w.key(), w.value(), false);
      case "events-to-decisions" ->
          send(of(decisions, w.key()), "decision-events", w.key(), w.value(), false);
      case "nodes-to-items" -> toAll(items, "node-changes", w);
      case "nodes-to-decisions" -> toAll(decisions, "node-changes", w);
      case "items-to-catalog" -> send(of(decisions, w.key()), "catalog", w.key(), w.value(), false);
      case "items-to-need-outcomes" ->
          send(of(decisions, w.key()), "need-outcomes", w.key(), w.value(), false);
      case "decisions-to-orders" -> send(of(items, w.key()), "orders", w.key(), w.value(), false);
      case "items-to-signals", "decisions-to-signals" -> signals.add((DataSignal) w.value());
      default -> {
        if (w.value() instanceof DataOperation operation) {
          workers.accept(operation);
        }
      }
    }
  }

  private void toAll(List<Station> tasks, String topic, Written w) {
    tasks.forEach(task -> send(task, topic, w.key(), w.value(), false));
  }

  private List<Station> all() {
    List<Station> all = new ArrayList<>(List.of(events, nodes));
    all.addAll(items);
    all.addAll(decisions);
    return all;
  }

  // ---- what it knows

  List<ManifestItem> manifest() {
    return items.stream().flatMap(each -> each.task.manifest().stream()).toList();
  }

  List<OperationStatus> operations() {
    return items.stream().flatMap(each -> each.task.operations().stream()).toList();
  }

  List<Need> needs() {
    return decisions.stream().flatMap(each -> each.task.needs().stream()).toList();
  }

  Map<String, io.ringrift.dataplane.avro.NodeState> nodeTable() {
    Map<String, io.ringrift.dataplane.avro.NodeState> table = new LinkedHashMap<>();
    nodes.task.nodeTable().forEach(node -> table.put(node.getNodeId(), node));
    return table;
  }

  /** Every signal so far. */
  List<DataSignal> signals() {
    return signals;
  }

  /** Whether everything was read, heartbeats and what follows from them apart. */
  boolean quiet() {
    return all().stream()
        .flatMap(station -> station.inputs.entrySet().stream())
        .filter(input -> !input.getKey().equals("heartbeats"))
        .filter(input -> !input.getKey().equals("node-changes"))
        .allMatch(input -> input.getValue().empty());
  }

  int crashes() {
    return crashes;
  }
}
