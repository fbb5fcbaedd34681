package io.ringrift.dataplane.contract.docs;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.TopicPolicy;
import io.ringrift.dataplane.contract.TopicUse;
import io.ringrift.dataplane.contract.Topics;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsPageTest {

  private static final int PARTITIONS = 3;

  private static final String INTRODUCTION =
      """
      # Topics

      <!-- Made from Topics.java by TopicsPageTest; not to be edited. -->

      Every topic of the data plane. `./dataplane topics create` makes those that are missing and
      reports where the others differ; it never deletes or alters one.

      - Keys are plain UTF-8 strings, and all producers but those of `dataplane.events` and
        `dataplane.events.json` must partition by murmur2, as Kafka's own clients do.
      - Avro values have the Confluent wire format: byte 0, a 4-byte schema id, the body. The subject
        of a topic is its name with `-value`. The schemas are in
        [schemas/src/main/avro](../../schemas/src/main/avro).
      - *Partitions*: `n` is the setting `topics.partitions` (default %d). A count is fixed for life:
        another one would move keys. Topics with one partition feed the nodes stage, which must see
        the whole cluster, or are shared by any number of workers.
      - *Time* is whose clock stamps a record: the broker's (`log`) or the producer's (`create`).
      - *Largest* is the largest record batch that the brokers take. Producers of topics over 1 MiB
        need `max.request.size` as large.

      | Topic | Key | Value | Partitions | Kept | Time | Largest |
      |---|---|---|---|---|---|---|
      """;

  @Test
  void topicsPageSaysWhatTheCatalogueSays() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(PARTITIONS));
    try (Topics topics = new Topics(Map.of("schema.registry.url", "mock://docs"), PARTITIONS)) {
      for (Topic<?> topic : topics.all()) {
        page.append(layout(topic));
      }
      page.append("\n| Topic | What for | Written by | Read by |\n|---|---|---|---|\n");
      for (Topic<?> topic : topics.all()) {
        page.append(use(topic));
      }
    }
    GeneratedPage.assertUpToDate("topics.md", page.toString());
  }

  private static String layout(Topic<?> topic) {
    TopicPolicy policy = topic.policy();
    return row(
        name(topic),
        topic.use().key(),
        topic.use().value().contains(" ") ? topic.use().value() : "`" + topic.use().value() + "`",
        policy.partitions() == 1 ? "1" : "n",
        kept(policy),
        policy.logAppendTime() ? "log" : "create",
        policy.maxMessageBytes() / (1024 * 1024) + " MiB");
  }

  private static String kept(TopicPolicy policy) {
    if (policy.cleanup().equals(TopicPolicy.COMPACT)) {
      return "last record of a key";
    }
    return policy.retention() == null ? "for ever" : policy.retention().toDays() + " d";
  }

  private static String use(Topic<?> topic) {
    TopicUse use = topic.use();
    return row(name(topic), use.purpose(), use.writers(), use.readers());
  }

  private static String name(Topic<?> topic) {
    return "`" + topic.name() + "`";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
