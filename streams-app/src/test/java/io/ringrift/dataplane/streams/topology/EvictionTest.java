package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.HASH;
import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removals in the items stage: three nodes have the item, two copies are the minimum. */
class EvictionTest {

  private final ItemsStageFixture stage =
      new ItemsStageFixture(
          200,
          new ItemPolicy(
              Map.of(io.ringrift.dataplane.streams.model.ItemType.NPZ, 2), Map.of(), Set.of()));

  private final List<Eviction> answers = new ArrayList<>();

  @BeforeEach
  void threeCopies() {
    for (String node : List.of("gpu-1", "gpu-2", "gpu-3")) {
      stage.node(node, true);
      stage.has(node);
    }
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void theAgentIsToldWhichRegisterIsToGo() {
    asked("rm-1", "gpu-1");

    assertThat(answers())
        .singleElement()
        .satisfies(
            eviction -> {
              assertThat(eviction.getState()).isEqualTo(EvictionState.ORDERED);
              assertThat(eviction.getNodeId()).isEqualTo("gpu-1");
              assertThat(eviction.getSha256()).isEqualTo(HASH);
              assertThat(eviction.getBoot()).isEqualTo(1);
              assertThat(eviction.getSequence()).isEqualTo(1);
            });
    assertThat(replica("gpu-1").getState()).as("counts no longer").isEqualTo(ReplicaState.ABSENT);
    assertThat(replica("gpu-1").getPresence()).isEqualTo(Presence.PRESENT);
    assertThat(replica("gpu-1").getEvictionId()).isEqualTo("rm-1");
  }

  @Test
  void twoRemovalsAtOnceDontBringAnItemBelowTheMinimum() {
    asked("rm-1", "gpu-1");
    asked("rm-2", "gpu-2");
    asked("rm-3", "gpu-3");

    assertThat(answers())
        .extracting(Eviction::getState)
        .containsExactly(EvictionState.ORDERED, EvictionState.REFUSED, EvictionState.REFUSED);
  }

  @Test
  void aRequestThatIsReadTwiceOrdersOnce() {
    asked("rm-1", "gpu-1");
    asked("rm-1", "gpu-1");

    assertThat(answers()).hasSize(1);
  }

  @Test
  void onceTheAgentReportsItGoneTheOrderIsOver() {
    asked("rm-1", "gpu-1");
    gone("gpu-1");

    assertThat(replica("gpu-1").getPresence()).isEqualTo(Presence.ABSENT);
    assertThat(replica("gpu-1").getEvictionId()).isNull();
    stage.pass(Duration.ofMinutes(7));
    assertThat(answers()).as("nothing expires").hasSize(1);
  }

  @Test
  void aCopyWhoseAgentDoesNothingCountsAgain() {
    asked("rm-1", "gpu-1");
    stage.pass(Duration.ofMinutes(5));
    assertThat(replica("gpu-1").getState()).isEqualTo(ReplicaState.ABSENT);
    stage.pass(Duration.ofMinutes(2));

    assertThat(replica("gpu-1").getState()).isEqualTo(ReplicaState.AVAILABLE);
    assertThat(answers())
        .extracting(Eviction::getState)
        .containsExactly(EvictionState.ORDERED, EvictionState.EXPIRED);
  }

  @Test
  void whatIsOrderedThereMeanwhileWaitsUntilItIsGoneAndIsThenBrought() {
    asked("rm-1", "gpu-1");
    stage.order(NPZ, "gpu-1", Priority.CRITICAL);

    assertThat(stage.emitted(Priority.CRITICAL)).isEmpty();
    assertThat(stage.outcomes()).extracting(NeedOutcome::getReason).isEmpty();
    assertThat(stage.statuses())
        .last()
        .satisfies(
            status -> {
              assertThat(status.value.getState()).isEqualTo(OperationState.WAITING);
              assertThat(status.value.getReason())
                  .isEqualTo("target_evicts: the copy that is there is being removed");
            });

    gone("gpu-1");
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.emitted(Priority.CRITICAL)).hasSize(1);
  }

  @Test
  void aRemovedCopyIsNotMadeAgainWhileThereAreEnough() {
    asked("rm-1", "gpu-1");
    gone("gpu-1");
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.emitted(Priority.NORMAL)).isEmpty();
    assertThat(stage.emitted(Priority.LOW)).isEmpty();
  }

  @Test
  void whatARunningTransferReadsStays() {
    stage.node("gpu-4", true);
    stage.order(NPZ, "gpu-4", Priority.HIGH);
    stage.started(stage.emitted(Priority.HIGH).get(0));
    asked("rm-1", "gpu-1");

    assertThat(answers())
        .singleElement()
        .satisfies(
            eviction -> assertThat(eviction.getReason()).startsWith("operation_from_it: op-"));
  }

  @Test
  void aRequestThatLayForLongStartsNothing() {
    EvictionRequest request = request("rm-1", "gpu-1");
    stage.jump(Duration.ofMinutes(11));
    stage.send(stage.topics.evictionOrders(), NPZ, request, ItemsStageFixture.T0);

    assertThat(answers())
        .singleElement()
        .satisfies(eviction -> assertThat(eviction.getReason()).startsWith("request_too_old: "));
  }

  private static EvictionRequest request(String requestId, String nodeId) {
    return new EvictionRequest(
        requestId, NPZ, "hex8_2p", nodeId, HASH, "alice", ItemsStageFixture.T0);
  }

  private void asked(String requestId, String nodeId) {
    stage.send(stage.topics.evictionOrders(), NPZ, request(requestId, nodeId));
  }

  private List<Eviction> answers() {
    answers.addAll(stage.read(stage.topics.evictions()));
    return answers;
  }

  private void gone(String nodeId) {
    stage.send(
        stage.topics.inventory(),
        NPZ,
        ReplicaReport.newBuilder()
            .setNodeId(nodeId)
            .setItemId(NPZ)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setBoot(1)
            .setSequence(2)
            .setPresence(Presence.ABSENT)
            .setSizeBytes(0)
            .setValidation(Validation.CLAIMED)
            .setObservedAt(Instant.EPOCH)
            .build());
  }

  private Replica replica(String nodeId) {
    ManifestItem row = stage.stored(NPZ);
    return row.getReplicas().stream()
        .filter(each -> each.getNodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }
}
