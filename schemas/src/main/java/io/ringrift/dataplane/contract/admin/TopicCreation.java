package io.ringrift.dataplane.contract.admin;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.TopicPolicy;
import io.ringrift.dataplane.contract.admin.TopicFinding.Difference;
import io.ringrift.dataplane.contract.admin.TopicFinding.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the topics of the catalogue that the cluster lacks, and tells where the others differ.
 * Running it again changes nothing. It never deletes or alters a topic: another partition count
 * would move keys, a shorter retention would lose history, and neither is for a program to decide.
 */
public final class TopicCreation {

  private static final Map<String, String> CONSEQUENCES =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          "records that are needed may be removed, or ones that aren't kept",
          TopicConfig.RETENTION_MS_CONFIG,
          "records are kept for another time than the design counts on",
          TopicConfig.RETENTION_BYTES_CONFIG,
          "records may be removed by size before their time",
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "the time of a record is judged by another clock",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          "large records are refused");

  private final Admin admin;
  private final Duration timeout;
  private final Optional<Short> replicationFactor;

  /**
   * @param timeout for each question to the cluster
   * @param replicationFactor of new topics; empty: the brokers' default
   */
  public TopicCreation(Admin admin, Duration timeout, Optional<Short> replicationFactor) {
    this.admin = admin;
    this.timeout = timeout;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Creates what is missing and compares the rest. What was created can be used when this returns.
   *
   * @throws KafkaException when the cluster can't be reached, or a new topic has no leader in time
   */
  public TopicReport create(Collection<Topic<?>> topics) {
    return report(topics, true);
  }

  /**
   * Compares and changes nothing.
   *
   * @throws KafkaException when the cluster can't be reached
   */
  public TopicReport compare(Collection<Topic<?>> topics) {
    return report(topics, false);
  }

  private TopicReport report(Collection<Topic<?>> topics, boolean create) {
    ExistingTopics existing = ExistingTopics.of(admin, timeout, topics);
    Map<String, KafkaFuture<Void>> creations =
        create ? startCreating(existing.missing()) : Map.of();
    List<TopicFinding> findings = new ArrayList<>();
    for (Topic<?> topic : topics) {
      KafkaFuture<Void> creation = creations.get(topic.name());
      if (creation != null) {
        findings.add(created(topic, creation));
      } else if (existing.failure(topic) != null) {
        findings.add(TopicFinding.failed(topic, existing.failure(topic)));
      } else if (existing.partitions(topic) == ExistingTopics.MISSING) {
        findings.add(TopicFinding.of(topic, State.MISSING));
      } else {
        List<Difference> differences =
            differences(topic.policy(), existing.partitions(topic), existing.configs(topic));
        findings.add(
            new TopicFinding(
                topic, differences.isEmpty() ? State.PRESENT : State.DIFFERS, differences, ""));
      }
    }
    awaitLeaders(findings);
    return new TopicReport(findings);
  }

  private Map<String, KafkaFuture<Void>> startCreating(List<Topic<?>> missing) {
    List<NewTopic> newTopics = new ArrayList<>();
    for (Topic<?> topic : missing) {
      TopicPolicy policy = topic.policy();
      newTopics.add(
          new NewTopic(topic.name(), Optional.of(policy.partitions()), replicationFactor)
              .configs(policy.configs()));
    }
    CreateTopicsOptions options =
        new CreateTopicsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
    return admin.createTopics(newTopics, options).values();
  }

  private TopicFinding created(Topic<?> topic, KafkaFuture<Void> creation) {
    try {
      ExistingTopics.await(creation);
      return TopicFinding.of(topic, State.CREATED);
    } catch (ExecutionException e) {
      // Somebody else made it a moment ago; the next run compares it.
      return e.getCause() instanceof TopicExistsException
          ? TopicFinding.of(topic, State.PRESENT)
          : TopicFinding.failed(topic, e.getCause());
    }
  }

  private void awaitLeaders(List<TopicFinding> findings) {
    List<String> created =
        findings.stream()
            .filter(finding -> finding.state() == State.CREATED)
            .map(finding -> finding.topic().name())
            .toList();
    if (!created.isEmpty()) {
      Leaders.await(admin, created, timeout);
    }
  }

  /** Where a topic is not as its policy has it. A higher limit on the record size does no harm. */
  static List<Difference> differences(
      TopicPolicy policy, int partitions, Map<String, String> found) {
    List<Difference> differences = new ArrayList<>();
    if (partitions != policy.partitions()) {
      differences.add(
          new Difference(
              "partitions",
              Integer.toString(policy.partitions()),
              Integer.toString(partitions),
              "keys are on other partitions than the stages expect"));
    }
    policy
        .configs()
        .forEach(
            (key, wanted) -> {
              String actual = found.get(key);
              if (actual != null && !good(key, wanted, actual)) {
                differences.add(new Difference(key, wanted, actual, CONSEQUENCES.get(key)));
              }
            });
    return differences;
  }

  private static boolean good(String key, String wanted, String actual) {
    return key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
        ? Long.parseLong(actual) >= Long.parseLong(wanted)
        : actual.equals(wanted);
  }
}
