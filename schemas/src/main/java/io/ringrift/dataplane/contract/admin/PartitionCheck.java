package io.ringrift.dataplane.contract.admin;

import io.ringrift.dataplane.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Says at start-up whether the stages can run on the topics as they are. Kafka Streams would run on
 * unequal partition counts too, and leave tasks without their records in silence.
 */
public final class PartitionCheck {

  private final Admin admin;
  private final Duration timeout;

  /**
   * @param timeout for each question to the cluster
   */
  public PartitionCheck(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeout = timeout;
  }

  /**
   * All faults, one sentence each; empty: start.
   *
   * @param stages name of a stage to the topics that it reads by partition, which must have equal
   *     counts; a map with an order gives the faults in that order
   * @throws KafkaException when the cluster can't be reached
   */
  public List<String> faults(Map<String, ? extends Collection<Topic<?>>> stages) {
    Set<Topic<?>> topics = new LinkedHashSet<>();
    stages.values().forEach(topics::addAll);
    ExistingTopics existing = ExistingTopics.of(admin, timeout, topics);

    List<String> faults = new ArrayList<>();
    for (Topic<?> topic : topics) {
      fault(topic, existing).ifPresent(faults::add);
    }
    stages.forEach(
        (stage, read) -> {
          Set<Integer> counts = new TreeSet<>();
          read.forEach(topic -> counts.add(existing.partitions(topic)));
          counts.remove(ExistingTopics.MISSING);
          if (counts.size() > 1) {
            faults.add(
                "stage "
                    + stage
                    + ": partition counts differ, records of one key would reach different tasks: "
                    + read.stream()
                        .filter(topic -> existing.partitions(topic) != ExistingTopics.MISSING)
                        .map(topic -> topic.name() + " has " + existing.partitions(topic))
                        .collect(Collectors.joining(", ")));
          }
        });
    return faults;
  }

  private static Optional<String> fault(Topic<?> topic, ExistingTopics existing) {
    if (existing.failure(topic) != null) {
      return Optional.of(
          "topic " + topic.name() + " can't be looked at: " + existing.failure(topic).getMessage());
    }
    int found = existing.partitions(topic);
    if (found == ExistingTopics.MISSING) {
      return Optional.of(
          "topic " + topic.name() + " does not exist; ./dataplane topics create makes it");
    }
    int wanted = topic.policy().partitions();
    if (found != wanted) {
      return Optional.of(
          "topic "
              + topic.name()
              + " has partitions: "
              + found
              + ", the settings say "
              + wanted
              + " (topics.partitions); counts are fixed for life");
    }
    return Optional.empty();
  }
}
