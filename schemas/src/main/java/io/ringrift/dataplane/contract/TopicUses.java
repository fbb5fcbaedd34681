package io.ringrift.dataplane.contract;

import java.util.List;

/** Who uses each topic and for what; the topics of the priorities share a row. */
final class TopicUses {

  /** Topic, key, purpose, writers, readers. */
  private static final String TABLE =
      """
      events | any | what services tell the data plane | services, event intake | events stage
      events.json | any | events as older services emit them | those services | event intake
      heartbeats | node_id | an agent lives; every 10 s | agents | nodes stage
      node-facts | node_id | every change of a node, whatever its cause | nodes stage | replay
      inventory | item_id | a node has, or no longer has, an item | agents, S3 scanner | items stage, replay
      transfer-results | item_id | what became of an operation's epoch | workers | items stage, replay
      restatements | item_id | rows said again by a baseline or a repair | `./dataplane` | items stage, replay
      baselines | baseline_id | up to where a baseline covers the history | `./dataplane` | replay
      transfer-leases | item_id | a running transfer lives; every 10 s | workers | items stage
      manifest | item_id | every item with its replicas | items stage | anyone
      nodes | node_id | every node with its state | nodes stage | anyone
      operations.* | operation_id | orders to workers | items stage | workers (share group)
      operations | operation_id, partitioned by item_id | every operation with attempts and reasons | items stage | anyone
      needs | need_id, partitioned by config key | open needs | decisions stage | decisions stage, anyone
      signals | config key | what the data plane tells others | items and decisions stages | services
      eviction-requests | config_key | somebody asks to remove a copy | `./dataplane evict` | decisions stage
      evictions | item_id | whether a copy goes, and that it is gone | decisions and items stages, agents | agents, people
      agent-commands | node_id | requests to agents that can't be called | workers | those agents
      agent-answers | worker_id | their answers | those agents | workers
      dead-letters | as received | records not taken; headers say whence and why | all stages, workers | people
      internal.item-events | item_id | events about an item | events stage | items stage
      internal.node-events | node_id | events about a node | events stage | nodes stage
      internal.decision-events | config_key | events that rules answer | events stage | decisions stage
      internal.node-changes.items | node_id, to all partitions | node facts for the items stage | nodes stage | items stage
      internal.node-changes.decisions | node_id, to all partitions | node facts for the decisions stage | nodes stage | decisions stage
      internal.catalog | config_key | how an item now looks to the rules | items stage | decisions stage
      internal.orders | item_id | this item should be at that node | decisions stage | items stage
      internal.need-outcomes | config_key | what became of an order | items stage | decisions stage
      internal.eviction-orders | item_id | removals that no need or training is against | decisions stage | items stage
      """;

  private static final List<List<String>> ROWS =
      TABLE.lines().map(line -> List.of(line.split(" \\| ", -1))).toList();

  private TopicUses() {}

  /**
   * @param name without the prefix of all topics
   * @param value what the record value is
   */
  static TopicUse of(String name, String value) {
    String row = name.startsWith("operations.") ? "operations.*" : name;
    return ROWS.stream()
        .filter(cells -> cells.get(0).equals(row))
        .findFirst()
        .map(cells -> new TopicUse(cells.get(1), value, cells.get(2), cells.get(3), cells.get(4)))
        .orElseThrow(() -> new IllegalStateException("topic " + name + " has no row in TopicUses"));
  }
}
