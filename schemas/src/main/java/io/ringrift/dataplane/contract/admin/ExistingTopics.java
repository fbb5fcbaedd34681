package io.ringrift.dataplane.contract.admin;

import io.ringrift.dataplane.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the cluster has of some topics: partition counts and configurations. */
final class ExistingTopics {

  /** The partition count of a topic that isn't there. */
  static final int MISSING = 0;

  private final Map<Topic<?>, Integer> partitions = new LinkedHashMap<>();
  private final Map<Topic<?>, Throwable> failures = new HashMap<>();
  private final Map<Topic<?>, Map<String, String>> configs = new HashMap<>();

  private ExistingTopics() {}

  /**
   * @throws KafkaException when the cluster can't be reached
   */
  static ExistingTopics of(Admin admin, Duration timeout, Collection<Topic<?>> topics) {
    ExistingTopics existing = new ExistingTopics();
    existing.describe(admin, timeout, topics);
    existing.describeConfigs(admin, timeout);
    return existing;
  }

  List<Topic<?>> missing() {
    List<Topic<?>> missing = new ArrayList<>();
    partitions.forEach(
        (topic, count) -> {
          if (count == MISSING) {
            missing.add(topic);
          }
        });
    return missing;
  }

  /** Why nothing is known of the topic; null if something is. */
  Throwable failure(Topic<?> topic) {
    return failures.get(topic);
  }

  int partitions(Topic<?> topic) {
    return partitions.getOrDefault(topic, MISSING);
  }

  Map<String, String> configs(Topic<?> topic) {
    return configs.getOrDefault(topic, Map.of());
  }

  private void describe(Admin admin, Duration timeout, Collection<Topic<?>> topics) {
    DescribeTopicsOptions options =
        new DescribeTopicsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(topics.stream().map(Topic::name).toList(), options).topicNameValues();
    for (Topic<?> topic : topics) {
      try {
        partitions.put(topic, await(answers.get(topic.name())).partitions().size());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          partitions.put(topic, MISSING);
        } else {
          note(topic, e.getCause());
        }
      }
    }
  }

  private void describeConfigs(Admin admin, Duration timeout) {
    Map<Topic<?>, ConfigResource> resources = new HashMap<>();
    partitions.forEach(
        (topic, count) -> {
          if (count != MISSING) {
            resources.put(topic, new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
          }
        });
    DescribeConfigsOptions options =
        new DescribeConfigsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
    Map<ConfigResource, KafkaFuture<Config>> answers =
        admin.describeConfigs(resources.values(), options).values();
    resources.forEach(
        (topic, resource) -> {
          try {
            Map<String, String> found = new HashMap<>();
            await(answers.get(resource))
                .entries()
                .forEach(entry -> found.put(entry.name(), entry.value()));
            configs.put(topic, found);
          } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
              partitions.put(
                  topic, MISSING); // Deleted just now: the first broker hadn't heard yet.
            } else {
              note(topic, e.getCause());
            }
          }
        });
  }

  /** A fault of one topic is noted; a cluster that doesn't answer is a fault of the whole. */
  private void note(Topic<?> topic, Throwable cause) {
    if (cause instanceof RetriableException unreachable) {
      throw unreachable;
    }
    failures.put(topic, cause);
  }

  /** Waits without an end of its own: the request has a time limit. */
  static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
