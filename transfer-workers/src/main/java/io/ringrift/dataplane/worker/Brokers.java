package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.worker.poll.ShareGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** What a worker needs of the brokers before it starts: the topics, and its groups' settings. */
final class Brokers {
  /** Long enough for a broker that is just starting, short enough for a person who waits. */
  private static final int TIMEOUT_MS = 20_000;

  private Brokers() {}

  /**
   * Checks and configures.
   *
   * @throws KafkaException if brokers can't be reached or something is missing; one line
   */
  static void prepare(Map<String, Object> kafka, String clientId, Topics topics) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-admin");
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
    try (Admin admin = Admin.create(config)) {
      requireTopics(admin, topics, kafka);
      ShareGroups.configure(admin);
    }
  }

  private static void requireTopics(Admin admin, Topics topics, Map<String, Object> kafka) {
    List<String> needed = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      needed.add(topics.operations(priority).name());
    }
    for (Topic<?> topic :
        List.of(topics.transferResults(), topics.transferLeases(), topics.deadLetters())) {
      needed.add(topic.name());
    }
    try {
      TreeSet<String> missing = new TreeSet<>(needed);
      missing.removeAll(admin.listTopics().names().get());
      if (!missing.isEmpty()) {
        throw new KafkaException(
            "topics are missing: "
                + String.join(", ", missing)
                + "; make them with"
                + " 'dataplane topics create'");
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "brokers at %s can't be reached: %s"
              .formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), e.getCause()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking the brokers", e);
    }
  }
}
