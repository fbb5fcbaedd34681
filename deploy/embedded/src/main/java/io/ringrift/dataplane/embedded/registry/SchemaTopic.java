package io.ringrift.dataplane.embedded.registry;

import io.ringrift.dataplane.contract.admin.Leaders;
import io.ringrift.dataplane.embedded.process.StartupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The {@code _schemas} topic and the clients for it. */
final class SchemaTopic {
  static final String NAME = "_schemas";
  static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  /** One for all registries of a broker: taking it over shuts out the one before. */
  private static final String TRANSACTIONAL_ID = "dataplane-development-registry";

  private final Map<String, Object> common = new HashMap<>();
  private final Duration patience;

  SchemaTopic(String bootstrapServers, Map<String, String> settings, Duration patience) {
    String millis = Long.toString(patience.toMillis());
    common.putAll(settings);
    common.put("bootstrap.servers", bootstrapServers);
    common.put("client.id", "development-registry");
    common.put("default.api.timeout.ms", millis);
    common.put("request.timeout.ms", Long.toString(patience.toMillis() / 2));
    this.patience = patience;
  }

  /**
   * Creates the topic unless it is there.
   *
   * @throws StartupException when the broker can't be reached, or the topic has more than one
   *     partition, so that its order is not total
   */
  void ensure() {
    try (Admin admin = Admin.create(common)) {
      create(admin);
      Leaders.await(admin, List.of(NAME), patience);
      int partitions =
          admin.describeTopics(List.of(NAME)).allTopicNames().get().get(NAME).partitions().size();
      if (partitions != 1) {
        throw new StartupException(
            "topic " + NAME + " has " + partitions + " partitions; the registry needs exactly 1");
      }
    } catch (ExecutionException e) {
      throw unusable(e.getCause());
    } catch (KafkaException e) {
      throw unusable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while the registry started", e);
    }
  }

  private StartupException unusable(Throwable cause) {
    return new StartupException(
        "the registry can't use the broker at "
            + common.get("bootstrap.servers")
            + ": "
            + cause.getMessage(),
        cause);
  }

  Producer<String, String> newProducer() {
    Map<String, Object> settings = new HashMap<>(common);
    String millis = Long.toString(patience.toMillis());
    settings.remove("default.api.timeout.ms");
    settings.put("transactional.id", TRANSACTIONAL_ID);
    settings.put("transaction.timeout.ms", millis);
    settings.put("max.block.ms", millis);
    settings.put("delivery.timeout.ms", millis);
    settings.put("linger.ms", "0");
    settings.put("buffer.memory", Integer.toString(4 << 20));
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  Consumer<String, String> newConsumer() {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private static void create(Admin admin) throws ExecutionException, InterruptedException {
    NewTopic topic =
        new NewTopic(NAME, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
