package io.ringrift.dataplane.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.registry.InMemoryRegistry;
import io.ringrift.dataplane.contract.serde.JavaProperties;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://topics"), 6);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void namesAreUniqueAndPrefixed() {
    List<String> names = topics.all().stream().map(Topic::name).toList();

    assertThat(names)
        .doesNotHaveDuplicates()
        .hasSize(33)
        .allMatch(name -> name.startsWith("dataplane."));
  }

  @Test
  void everyPriorityHasItsTopic() {
    assertThat(Arrays.stream(Priority.values()).map(p -> topics.operations(p).name()))
        .containsExactly(
            "dataplane.operations.critical",
            "dataplane.operations.high",
            "dataplane.operations.normal",
            "dataplane.operations.low",
            "dataplane.operations.cold-storage");
  }

  @Test
  void onlyTheNodesStageWorkersAndBaselinesHaveSinglePartitions() {
    assertThat(topics.all().stream().filter(t -> t.policy().partitions() == 1).map(Topic::name))
        .containsExactlyInAnyOrder(
            "dataplane.heartbeats",
            "dataplane.node-facts",
            "dataplane.baselines",
            "dataplane.nodes",
            "dataplane.internal.node-events",
            "dataplane.operations.critical",
            "dataplane.operations.high",
            "dataplane.operations.normal",
            "dataplane.operations.low",
            "dataplane.operations.cold-storage");
    assertThat(topics.all().stream().filter(t -> t.policy().partitions() != 1))
        .allMatch(topic -> topic.policy().partitions() == 6);
  }

  @Test
  void historyIsKeptForEverWhateverTheBrokersDefaults() {
    for (Topic<?> history :
        List.of(
            topics.events(), topics.nodeFacts(), topics.inventory(), topics.transferResults())) {
      assertThat(history.policy().configs())
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("retention.ms", "-1")
          .containsEntry("retention.bytes", "-1")
          .containsEntry("message.timestamp.type", "LogAppendTime");
    }
  }

  @Test
  void registersTheSchemaOfTheFile() {
    TransferLease lease =
        TransferLease.newBuilder()
            .setOperationId("op-1")
            .setEpoch(1)
            .setItemId("npz/a")
            .setTargetNode("gpu-1")
            .setWorkerId("w")
            .setBytesDone(0)
            .setBytesTotal(1)
            .build();
    Topic<TransferLease> leases = topics.transferLeases();
    leases.value().serializer().serialize(leases.name(), lease);

    Schema registered =
        InMemoryRegistry.named("topics").latest("dataplane.transfer-leases-value").schema();
    assertThat(registered).isEqualTo(JavaProperties.remove(registered));
    assertThat(registered.getField("operation_id").schema().toString()).isEqualTo("\"string\"");
  }

  @Test
  void policyRefusesNonsense() {
    assertThatThrownBy(() -> new TopicPolicy(0, "delete", null, true, 1))
        .hasMessage("partitions is 0, allowed: 1 or more");
    assertThatThrownBy(() -> new TopicPolicy(1, "shred", null, true, 1))
        .hasMessage("cleanup is 'shred', allowed: delete or compact");
    assertThatThrownBy(() -> new TopicPolicy(1, "compact", Duration.ofDays(1), true, 1))
        .hasMessage("retention is PT24H, allowed: none (compacted)");
  }
}
