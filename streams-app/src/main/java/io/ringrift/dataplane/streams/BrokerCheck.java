package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.PartitionCheck;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Looks before the start whether Kafka answers and every topic is there with the partitions of the
 * catalogue, equal within each stage: Streams itself says nothing about unequal counts (ADR 0002).
 */
final class BrokerCheck {

  /** Long enough for a broker that is just starting, short enough for a person who waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private BrokerCheck() {}

  /**
   * @throws StartupException if Kafka doesn't answer or a topic isn't as it should be
   */
  static void check(Settings settings, Topics topics, TopologyDescription topology) {
    List<String> faults;
    try (Admin admin = Admin.create(settings.kafka())) {
      faults = new PartitionCheck(admin, PATIENCE).faults(stages(topics, topology));
    } catch (KafkaException e) {
      throw StartupException.surroundings(
          "Kafka does not answer at "
              + String.join(",", settings.list(CommonSettings.BOOTSTRAP_SERVERS))
              + " ("
              + rootMessage(e)
              + "); check "
              + CommonSettings.BOOTSTRAP_SERVERS,
          e);
    }
    if (!faults.isEmpty()) {
      throw StartupException.surroundings(String.join("; ", faults), null);
    }
  }

  /** What each stage reads, and every other topic by itself: it has to be there, too. */
  static Map<String, Collection<Topic<?>>> stages(Topics topics, TopologyDescription topology) {
    Map<String, Topic<?>> unread = new LinkedHashMap<>();
    topics.all().forEach(topic -> unread.put(topic.name(), topic));
    Map<String, Collection<Topic<?>>> stages = new LinkedHashMap<>();
    for (TopologyDescription.Subtopology stage : topology.subtopologies()) {
      List<Topic<?>> read =
          stage.nodes().stream()
              .filter(TopologyDescription.Source.class::isInstance)
              .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())
              .<Topic<?>>map(unread::remove)
              .toList();
      stages.put("of " + read.get(0).name(), read);
    }
    unread.forEach((name, topic) -> stages.put(name, List.of(topic)));
    return stages;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
