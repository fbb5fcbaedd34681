package io.ringrift.dataplane.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of a single development broker: one node that is broker and controller, few internal
 * partitions, quick to start, quick to notice a dead client. The figures were tried with Kafka
 * 4.3.1; see {@code docs/reference/embedded.md}.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;

  private static final String INTERNAL_PARTITIONS = "4";

  /** A compaction buffer; Kafka's default of 128 MiB is half of the heap given to this broker. */
  private static final String DEDUPE_BUFFER_BYTES = Integer.toString(16 << 20);

  private BrokerSettings() {}

  static Properties of(Path logs, int port, int controllerPort, Map<String, String> overrides) {
    Properties settings = new Properties();
    settings.putAll(node(logs, port, controllerPort));
    settings.putAll(oneReplica());
    settings.putAll(small());
    settings.putAll(quickRecovery());
    for (String kind : new String[] {"share", "streams", "consumer"}) {
      settings.putAll(quickGroups(kind));
    }
    settings.putAll(shareLocks());
    settings.putAll(overrides);
    return settings;
  }

  private static Map<String, String> node(Path logs, int port, int controllerPort) {
    String listeners =
        "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
        Map.entry("listeners", listeners),
        Map.entry("advertised.listeners", listeners),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
        Map.entry("log.dirs", logs.toString()),
        // A misspelt topic must be an error, not a new topic.
        Map.entry("auto.create.topics.enable", "false"));
  }

  private static Map<String, String> oneReplica() {
    return Map.of(
        "default.replication.factor", "1",
        "offsets.topic.replication.factor", "1",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1");
  }

  private static Map<String, String> small() {
    return Map.of(
        "offsets.topic.num.partitions", INTERNAL_PARTITIONS,
        "transaction.state.log.num.partitions", INTERNAL_PARTITIONS,
        "share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS,
        "num.network.threads", "2",
        "num.io.threads", "4",
        "log.cleaner.dedupe.buffer.size", DEDUPE_BUFFER_BYTES);
  }

  private static Map<String, String> quickRecovery() {
    return Map.of(
        // Nobody takes over from a single broker, and Kafka 4.3.1 loses markers of transactions
        // when
        // it is fenced (ADR 0039): not at a pause. A start after kill -9 doesn't wait for it.
        "broker.session.timeout.ms", "30000",
        "broker.heartbeat.interval.ms", "500",
        // A crashed exactly-once application is held up by its open transaction until this sweep.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
        "group.initial.rebalance.delay.ms", "0",
        "group.streams.initial.rebalance.delay.ms", "0",
        "group.min.session.timeout.ms", "1000");
  }

  private static Map<String, String> shareLocks() {
    return Map.of(
        "group.share.min.record.lock.duration.ms", "1000",
        "group.share.partition.max.record.locks", "4000",
        "group.share.max.partition.max.record.locks", "10000");
  }

  /** Lower bounds that let tests choose short times; the defaults for groups are short as well. */
  private static Map<String, String> quickGroups(String kind) {
    String prefix = "group." + kind + ".";
    return Map.of(
        prefix + "min.heartbeat.interval.ms", "250",
        prefix + "heartbeat.interval.ms", "250",
        prefix + "min.session.timeout.ms", "3000",
        prefix + "session.timeout.ms", "5000",
        prefix + "assignment.interval.ms", "0");
  }
}
