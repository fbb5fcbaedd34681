package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** The whole topology in this JVM, on a real broker whose topics are there. */
final class RunningTopology implements AutoCloseable {

  private final KafkaStreams streams;
  private final NodeRooms rooms;
  private final String itemsInput;

  private RunningTopology(KafkaStreams streams, NodeRooms rooms, String itemsInput) {
    this.streams = streams;
    this.rooms = rooms;
    this.itemsInput = itemsInput;
  }

  /** Several with the same topics are instances of one application; each needs its own state. */
  static RunningTopology start(String bootstrapServers, Topics topics, Path state) {
    StageRuntime runtime = StageRuntime.of(Clock.systemUTC());
    KafkaStreams streams =
        new KafkaStreams(
            DataPlaneTopology.build(
                topics,
                runtime,
                IntakeChecks.none(),
                DataPlaneTopology.Policies.standard(3),
                new NodeStageStatus()),
            properties(bootstrapServers, state));
    streams.start();
    return new RunningTopology(streams, runtime.rooms(), topics.inventory().name());
  }

  /** What its tasks count at nodes, as a process of its own would. */
  NodeRooms rooms() {
    return rooms;
  }

  /** How many tasks of the items stage it runs; 0 while it doesn't run. */
  int itemsTasks() {
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return 0;
    }
    return Math.toIntExact(
        streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .flatMap(task -> task.topicPartitions().stream())
            .filter(partition -> partition.topic().equals(itemsInput))
            .count());
  }

  private static Properties properties(String bootstrapServers, Path state) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("application.id", "three-partitions");
    properties.put("state.dir", state.toString());
    properties.put("processing.guarantee", "exactly_once_v2");
    properties.put("commit.interval.ms", "30");
    properties.put("num.stream.threads", "2");
    properties.put("statestore.cache.max.bytes", "0");
    properties.put("ensure.explicit.internal.resource.naming", "true");
    properties.put("processing.exception.handler.global.enabled", "true");
    return properties;
  }

  @Override
  public void close() {
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(Duration.ofSeconds(20)));
  }
}
