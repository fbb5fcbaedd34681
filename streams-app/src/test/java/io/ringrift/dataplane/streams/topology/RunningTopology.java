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

  private RunningTopology(KafkaStreams streams) {
    this.streams = streams;
  }

  static RunningTopology start(String bootstrapServers, Topics topics, Path state) {
    KafkaStreams streams =
        new KafkaStreams(
            DataPlaneTopology.build(
                topics,
                StageRuntime.of(Clock.systemUTC()),
                IntakeChecks.none(),
                DataPlaneTopology.Policies.standard(3),
                new NodeStageStatus()),
            properties(bootstrapServers, state));
    streams.start();
    return new RunningTopology(streams);
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
