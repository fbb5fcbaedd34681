package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks before the start whether Kafka answers and every topic has the partitions of the catalogue.
 * Streams itself says nothing about unequal counts within a stage: it runs, and records don't meet
 * the rows they belong to (ADR 0002).
 */
final class BrokerCheck {

  /** Long enough for a broker that is just starting, short enough for a person who waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private BrokerCheck() {}

  /**
   * @throws StartupException if Kafka doesn't answer or a topic isn't as it should be
   */
  static void check(Settings settings, Topics topics) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 4);
    try (Admin admin = Admin.create(config)) {
      String servers = String.join(",", settings.list(CommonSettings.BOOTSTRAP_SERVERS));
      answer(admin.describeCluster().clusterId(), servers);
      Map<String, Integer> found = partitions(admin, topics, servers);
      List<String> faults = faults(topics, found);
      if (!faults.isEmpty()) {
        throw StartupException.surroundings(
            "topics are not as the catalogue says: "
                + String.join("; ", faults)
                + ". Missing ones are made by: dataplane topics create",
            null);
      }
    } catch (org.apache.kafka.common.KafkaException e) {
      throw StartupException.surroundings("no client for Kafka can be made: " + rootMessage(e), e);
    }
  }

  /** Partition counts by topic; a missing topic is left out. */
  private static Map<String, Integer> partitions(Admin admin, Topics topics, String servers) {
    List<String> names = topics.all().stream().map(Topic::name).toList();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names).topicNameValues();
    Map<String, Integer> found = new HashMap<>();
    answers.forEach(
        (name, future) -> {
          try {
            found.put(name, answer(future, servers).partitions().size());
          } catch (MissingTopicException e) {
            // Left out: told together with the other faults.
          }
        });
    return found;
  }

  static List<String> faults(Topics topics, Map<String, Integer> found) {
    List<String> missing = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      Integer count = found.get(topic.name());
      if (count == null) {
        missing.add(topic.name());
      } else if (count != topic.policy().partitions()) {
        faults.add(
            topic.name()
                + " has "
                + count
                + " partitions, allowed: "
                + topic.policy().partitions());
      }
    }
    if (!missing.isEmpty()) {
      faults.add("missing: " + String.join(", ", missing));
    }
    return faults;
  }

  private static <T> T answer(KafkaFuture<T> future, String servers) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new MissingTopicException();
      }
      throw unreachable(servers, e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(servers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(servers, e);
    }
  }

  private static StartupException unreachable(String servers, Throwable cause) {
    return StartupException.surroundings(
        "Kafka does not answer at "
            + servers
            + " within "
            + PATIENCE.toSeconds()
            + " s ("
            + rootMessage(cause)
            + "); check "
            + CommonSettings.BOOTSTRAP_SERVERS,
        cause);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static final class MissingTopicException extends RuntimeException {}
}
