package io.ringrift.dataplane.local.bench.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.IntakeChecks;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;

/**
 * One phase of the bench in its own JVM.
 *
 * <p>Rates are taken between the tenth and the last report, by committed offsets, so that start and
 * first compilation count in neither.
 */
public final class TopologyBenchPhase {

  static final String RESULT = "RESULT ";

  private static final int LARGEST_RECORD = 8 << 20;

  private final BenchWorld world;
  private final String phase;
  private final String guarantee;
  private final Path state;
  private final int latencySeconds;
  private final int eventsASecond;

  private TopologyBenchPhase(String[] arguments) {
    phase = arguments[0];
    guarantee = arguments[1];
    world =
        new BenchWorld(
            arguments[2],
            arguments[3],
            Integer.parseInt(arguments[5]),
            Integer.parseInt(arguments[6]));
    state = Path.of(arguments[4]);
    latencySeconds = Integer.parseInt(arguments[7]);
    eventsASecond = Integer.parseInt(arguments[8]);
  }

  /**
   * Arguments: phase, guarantee, broker, registry, state folder, items, nodes that have them,
   * seconds and rate of latency.
   */
  public static void main(String[] arguments) throws Exception {
    ObjectNode result = new TopologyBenchPhase(arguments).run();
    System.out.println(RESULT + new ObjectMapper().writeValueAsString(result));
    // Streams and RocksDB leave threads behind that nobody waits for here.
    Runtime.getRuntime().halt(0);
  }

  private ObjectNode run() throws Exception {
    if (phase.equals("load")) {
      world.createTopics();
      world.load();
      return new ObjectMapper().createObjectNode();
    }
    Topics topics = world.topics();
    boolean ours = !phase.equals("bare");
    Topology topology = ours ? ours(topics) : bare(topics);
    String application = "bench-" + phase + "-" + guarantee;
    Map<String, Long> before = world.endOffsets();
    KafkaStreams streams = new KafkaStreams(topology, properties(application));
    streams.start();
    ObjectNode result = new ObjectMapper().createObjectNode();
    try {
      result.put("records_per_s", world.rate(application, topics.inventory().name()));
      if (ours) {
        world.awaitIdle(application);
        addWrites(result, before, world.endOffsets());
        if (phase.equals("offline")) {
          addOffline(result);
        } else {
          new LatencyLoad(world, eventsASecond)
              .measure(Duration.ofSeconds(latencySeconds))
              .addTo(result);
        }
        result.put("commit_ms", ofThreads(streams, "commit-latency-avg"));
        result.put("commit_share", ofThreads(streams, "commit-ratio"));
        result.put("process_share", ofThreads(streams, "process-ratio"));
      }
      result.put("peak_mib", peakResident());
    } finally {
      streams.close(
          CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(Duration.ofSeconds(10)));
    }
    return result;
  }

  private void addWrites(ObjectNode result, Map<String, Long> before, Map<String, Long> after)
      throws IOException {
    double reports = (double) world.holders() * world.items();
    result.put(
        "store_writes_per_report",
        BenchWorld.grown(before, after, name -> name.endsWith("-changelog")) / reports);
    result.put(
        "topic_records_per_report",
        BenchWorld.grown(
                before,
                after,
                name -> name.startsWith(Topics.PREFIX) && !name.endsWith("heartbeats"))
            / reports);
    result.put("disk_mib_per_million_replicas", Scratch.bytes(state) / reports * 1e6 / (1 << 20));
  }

  /** One of the nodes that have every item goes while the load goes on. */
  private void addOffline(ObjectNode result) throws Exception {
    String manifest = world.topics().manifest().name();
    Map<String, Long> before = world.endOffsets();
    Duration half = Duration.ofSeconds(latencySeconds);
    new LatencyLoad(world, eventsASecond)
        .measure(half, () -> world.goesOffline("node-" + world.holders()), half)
        .addTo(result);
    result.put("rows_changed", BenchWorld.grown(before, world.endOffsets(), manifest::equals));
  }

  /** Mean over the stream threads of what they measured in the last half minute. */
  private static double ofThreads(KafkaStreams streams, String metric) {
    return streams.metrics().values().stream()
        .filter(each -> each.metricName().group().equals("stream-thread-metrics"))
        .filter(each -> each.metricName().name().equals(metric))
        .mapToDouble(each -> (Double) each.metricValue())
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private Properties properties(String application) {
    Map<String, String> flags = new HashMap<>();
    flags.put("kafka.bootstrap.servers", world.bootstrapServers());
    flags.put("schema.registry.url", world.registryUrl());
    flags.put("streams.application.id", application);
    flags.put("streams.instance.id", application);
    flags.put("streams.state.dir", state.toString());
    flags.put("streams.processing.guarantee", guarantee);
    Properties properties =
        DataPlaneSettings.load(null, System.getenv(), flags).streams(LARGEST_RECORD);
    properties.put("consumer.auto.offset.reset", "earliest");
    return properties;
  }

  private static Topology ours(Topics topics) {
    return DataPlaneTopology.build(
        topics,
        StageRuntime.of(Clock.systemUTC()),
        IntakeChecks.standard(),
        DataPlaneTopology.Policies.standard(topics.inventory().policy().partitions()),
        new NodeStageStatus());
  }

  /** What anyone would write first: the last report of each node, gathered by item. */
  private static Topology bare(Topics topics) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            topics.inventory().name(),
            Consumed.with(topics.inventory().key(), topics.inventory().value()).withName("reports"))
        .groupByKey(Grouped.with("by-item", topics.inventory().key(), topics.inventory().value()))
        .aggregate(
            () -> null,
            TopologyBenchPhase::add,
            Materialized.<String, ManifestItem>as(
                    org.apache.kafka.streams.state.Stores.persistentKeyValueStore("bare"))
                .withKeySerde(Serdes.String())
                .withValueSerde(topics.manifest().value())
                .withCachingDisabled());
    return builder.build();
  }

  private static ManifestItem add(String itemId, ReplicaReport report, ManifestItem item) {
    return BareFold.add(item, report);
  }

  private static double peakResident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
