package io.ringrift.dataplane.contract.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicFinding.State;
import io.ringrift.dataplane.embedded.EmbeddedBroker;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue on a real broker. The tests tell one story: the cluster is shared by them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicCreationIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Admin admin;
  private static Topics topics;

  @BeforeAll
  static void startWithOneTopicThatSomebodyMadeOtherwise() throws Exception {
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    topics = new Topics(Map.of("schema.registry.url", "mock://topic-creation"), 3);
    admin
        .createTopics(
            List.of(
                new NewTopic(topics.signals().name(), Optional.of(2), Optional.empty())
                    .configs(Map.of("cleanup.policy", "compact"))))
        .all()
        .get();
  }

  @AfterAll
  static void stop() {
    topics.close();
    admin.close();
    broker.close();
  }

  private static TopicCreation creation() {
    return new TopicCreation(admin, TIMEOUT, Optional.empty());
  }

  @Test
  @Order(1)
  void comparingCreatesNothing() throws Exception {
    TopicReport report = creation().compare(topics.all());

    assertThat(report.good()).isFalse();
    assertThat(report.findings())
        .extracting(TopicFinding::state)
        .containsOnly(State.MISSING, State.DIFFERS)
        .containsOnlyOnce(State.DIFFERS);
    assertThat(admin.listTopics().names().get()).doesNotContain(topics.events().name());
  }

  @Test
  @Order(2)
  void startUpNamesTheTopicsThatAreMissing() {
    assertThat(
            new PartitionCheck(admin, TIMEOUT)
                .faults(Map.of("items", List.of(topics.inventory(), topics.orders()))))
        .containsExactly(
            "topic dataplane.inventory does not exist; ./dataplane topics create makes it",
            "topic dataplane.internal.orders does not exist; ./dataplane topics create makes it");
  }

  @Test
  @Order(3)
  void createsTheOthersAndLeavesTheOneThatDiffersAlone() {
    assertThat(creation().create(topics.all()).findings())
        .hasSameSizeAs(topics.all())
        .extracting(TopicFinding::state)
        .containsOnly(State.CREATED, State.DIFFERS)
        .containsOnlyOnce(State.DIFFERS);

    TopicReport again = creation().create(topics.all());

    assertThat(again.good()).isFalse();
    assertThat(again.findings())
        .as(again.table())
        .filteredOn(finding -> finding.state() != State.PRESENT)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.topic()).isSameAs(topics.signals());
              assertThat(finding.outcome())
                  .contains("partitions is 2, wanted 3", "cleanup.policy is compact");
            });
  }

  @Test
  @Order(4)
  void stagesOnTopicsAsWantedMayStart() {
    assertThat(
            new PartitionCheck(admin, TIMEOUT)
                .faults(Map.of("items", List.of(topics.inventory(), topics.orders()))))
        .isEmpty();
  }

  @Test
  @Order(5)
  void startUpNamesUnequalCountsOfAStage() {
    Map<String, List<Topic<?>>> stages = new LinkedHashMap<>();
    stages.put("items", List.of(topics.inventory(), topics.signals()));
    stages.put("nodes", List.of(topics.heartbeats(), topics.nodeEvents()));

    assertThat(new PartitionCheck(admin, TIMEOUT).faults(stages))
        .containsExactly(
            "topic dataplane.signals has partitions: 2, the settings say 3 (topics.partitions);"
                + " counts are fixed for life",
            "stage items: partition counts differ, records of one key would reach different tasks:"
                + " dataplane.inventory has 3, dataplane.signals has 2");
  }

  @Test
  void aClusterThatDoesNotAnswerIsNoFindingOfATopic() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        Admin lost =
            Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()))) {
      TopicCreation creation = new TopicCreation(lost, Duration.ofMillis(500), Optional.empty());

      assertThatThrownBy(() -> creation.compare(topics.all())).isInstanceOf(KafkaException.class);
    }
  }
}
