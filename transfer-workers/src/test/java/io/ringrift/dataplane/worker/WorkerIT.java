package io.ringrift.dataplane.worker;

import static io.ringrift.dataplane.worker.TestBroker.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.wire.Operations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole worker between a real broker and two real agents. */
class WorkerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path brokerFolder;
  private static TestBroker broker;

  @TempDir Path folder;
  private AgentPair agents;
  private Workers workers;

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker(brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    agents = new AgentPair(folder);
    workers = new Workers(broker, folder.resolve("keys"));
  }

  @AfterEach
  void stop() throws Exception {
    workers.close();
    agents.close();
  }

  @Test
  void movesAFileAndTellsOfIt() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/moved.npz", 20 << 20, 1);
    Following<TransferResult> results = broker.results();
    workers.start("w-1");

    broker.emit(operation("op-moved", file));

    awaitExactly(results, "STARTED op-moved", "COMPLETE op-moved");
    assertThat(agents.atTarget(file)).hasSameBinaryContentAs(agents.atSource(file));
    TransferResult complete = results.values().get(1);
    assertThat(complete.getWorkerId()).isEqualTo("w-1");
    assertThat(complete.getSha256()).isEqualTo(file.sha256());
    assertThat(complete.getPath()).isEqualTo(agents.atTarget(file).toString());
    assertThat(complete.getAttempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.getTransport()).isEqualTo("p2p_http");
              assertThat(attempt.getSourceNode()).isEqualTo(AgentPair.SOURCE);
              assertThat(attempt.getOutcome()).isEqualTo("OK");
              assertThat(attempt.getBytes()).isBetween(1L, 20L << 20);
            });
    // The result is the same register write that the target's agent reports.
    await()
        .untilAsserted(
            () ->
                assertThat(agents.reports())
                    .anySatisfy(
                        report -> {
                          assertThat(report.boot()).isEqualTo(complete.getBoot());
                          assertThat(report.sequence()).isEqualTo(complete.getSequence());
                        }));
  }

  @Test
  void renewsTheLeaseOfALongTransferWithItsBytes() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(4 << 20, PATIENCE));
    PullOrder file = agents.offer("npz/hex8_2p/slow.npz", 32 << 20, 2);
    Following<TransferLease> leases = broker.leases();
    Following<TransferResult> results = broker.results();
    workers.start("w-1");

    broker.emit(operation("op-slow", file));

    awaitTold(results, "COMPLETE op-slow");
    assertThat(leases.values())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            lease -> {
              assertThat(lease.getOperationId()).isEqualTo("op-slow");
              assertThat(lease.getWorkerId()).isEqualTo("w-1");
              assertThat(lease.getTransport()).isEqualTo("p2p_http");
              assertThat(lease.getBytesTotal()).isEqualTo(32L << 20);
            })
        .anySatisfy(lease -> assertThat(lease.getBytesDone()).isPositive());
  }

  @Test
  void carriesOnWhenTheTargetsAgentRestartsInTheMiddle() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(8 << 20, PATIENCE));
    PullOrder file = agents.offer("npz/hex8_2p/restarted.npz", 48 << 20, 3);
    Following<TransferResult> results = broker.results();
    workers.start("w-1");
    // The agent gets another port when it restarts; the relay in front of it keeps one.
    try (Relay relay = new Relay(() -> agents.target().endpoint())) {
      broker.emit(operation("op-restarted", file, relay.url()));
      await().atMost(PATIENCE).until(() -> bytesDone("op-restarted") > 8 << 20);

      agents.restartTarget(AgentPair.Limits.rate(0, PATIENCE));

      awaitExactly(results, "STARTED op-restarted", "COMPLETE op-restarted");
    }
    assertThat(agents.atTarget(file)).hasSameBinaryContentAs(agents.atSource(file));
  }

  @Test
  void takesTheNextSourceAndTellsBothAttempts() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/second.npz", 1 << 20, 4);
    Following<TransferResult> results = broker.results();
    workers.start("w-1");
    DataOperation operation =
        DataOperation.newBuilder(operation("op-second", file))
            .setSources(
                List.of(
                    SourceOption.newBuilder(Operations.source("drive-1", null))
                        .setTransports(List.of("s3"))
                        .build(),
                    Operations.source(AgentPair.TARGET + "-gone", "http://127.0.0.1:1"),
                    Operations.source(AgentPair.SOURCE, agents.source().endpoint().toString())))
            .build();

    broker.emit(operation);

    awaitTold(results, "COMPLETE op-second");
    assertThat(results.values().get(1).getAttempts())
        .extracting(TransferAttempt::getSourceNode, TransferAttempt::getOutcome)
        .startsWith(tuple(AgentPair.TARGET + "-gone", "source_unreachable"))
        .endsWith(tuple(AgentPair.SOURCE, "OK"));
  }

  @Test
  void defersWhenTheTargetHasNoSlot() throws Exception {
    agents.restartTarget(new AgentPair.Limits(1, 0, Long.MAX_VALUE, 1 << 20, PATIENCE));
    PullOrder first = agents.offer("npz/hex8_2p/first.npz", 64 << 20, 5);
    PullOrder second = agents.offer("npz/hex8_2p/second-in-line.npz", 1 << 20, 6);
    agents.pulls().submit(first, agents.grant(first));
    Following<TransferResult> results = broker.results();
    workers.start("w-1");

    broker.emit(operation("op-deferred", second));

    awaitExactly(results, "STARTED op-deferred", "DEFERRED op-deferred");
    TransferResult deferred = results.values().get(1);
    assertThat(deferred.getReason()).isEqualTo("target gpu-2 is busy: all 1 slots are taken");
    assertThat(deferred.getRetryAfterMs()).isEqualTo(2000);
  }

  @Test
  void failsClearlyForATargetWhoseEndpointIsNoAddress() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/nat.npz", 1000, 7);
    Following<TransferResult> results = broker.results();
    workers.start("w-1");

    broker.emit(operation("op-nat", file, "nowhere"));

    awaitTold(results, "FAILED op-nat");
    assertThat(results.values().get(1).getAttempts())
        .extracting(TransferAttempt::getOutcome)
        .containsExactly("unreachable_no_endpoint");
  }

  @Test
  void buriesWhatIsNoOperationAndGoesOn() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/after.npz", 1000, 8);
    Following<TransferResult> results = broker.results();
    Following<byte[]> letters = broker.deadLetters();
    byte[] garbage = "no operation".getBytes(StandardCharsets.UTF_8);
    broker.send(Priority.HIGH, garbage, "some-key");
    broker.emit(DataOperation.newBuilder(operation("op-bad", file)).setSha256("zz").build());
    broker.emit(operation("op-after", file));

    WorkerModule worker = workers.start("w-1");

    awaitTold(results, "COMPLETE op-after");
    await().untilAsserted(() -> assertThat(letters.raw()).hasSize(2));
    ConsumerRecord<byte[], byte[]> letter =
        letters.raw().stream()
            .filter(r -> "not_framed".equals(header(r, "error")))
            .findFirst()
            .orElseThrow();
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(letter.key()).isEqualTo("some-key".getBytes(StandardCharsets.UTF_8));
    assertThat(header(letter, "topic")).isEqualTo("dataplane.operations.high");
    assertThat(header(letter, "partition")).isEqualTo("0");
    assertThat(header(letter, "offset")).matches("\\d+");
    assertThat(header(letter, "cause")).isNotBlank();
    assertThat(letters.raw())
        .extracting(r -> header(r, "error"))
        .containsExactlyInAnyOrder("not_framed", "invalid_operation");
    assertThat(worker.troubles()).isEmpty();
  }

  @Test
  void handsARunningTransferToAnotherWorkerWhenStopped() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(4 << 20, PATIENCE));
    PullOrder file = agents.offer("npz/hex8_2p/handed.npz", 24 << 20, 9);
    Following<TransferResult> results = broker.results();
    WorkerModule first = workers.start("w-1");
    broker.emit(operation("op-handed", file));
    await().atMost(PATIENCE).until(() -> bytesDone("op-handed") > 0);

    workers.stop(first);

    assertThat(TestBroker.told(results.values()))
        .containsExactly("STARTED op-handed", "DEFERRED op-handed");
    TransferResult deferred = results.values().get(1);
    assertThat(deferred.getReason()).isEqualTo("worker_stopping");
    assertThat(deferred.getRetryAfterMs()).isZero();

    // What the ledger does then; the running pull is adopted, so no byte is sent twice.
    workers.start("w-2");
    broker.emit(DataOperation.newBuilder(operation("op-handed", file)).setEpoch(2).build());

    awaitTold(results, "COMPLETE op-handed");
    TransferResult complete = results.values().get(3);
    assertThat(complete.getWorkerId()).isEqualTo("w-2");
    assertThat(complete.getEpoch()).isEqualTo(2);
    assertThat(complete.getAttempts().get(0).getBytes()).isLessThan(24L << 20);
  }

  private static void awaitExactly(Following<TransferResult> results, String... told) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(TestBroker.told(results.values())).containsExactly(told));
  }

  private static void awaitTold(Following<TransferResult> results, String told) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(TestBroker.told(results.values())).contains(told));
  }

  private long bytesDone(String operation) {
    return agents.pulls().status(operation).map(PullStatus::bytesDone).orElse(0L);
  }

  private DataOperation operation(String id, PullOrder file) {
    return operation(id, file, agents.target().endpoint().toString());
  }

  private DataOperation operation(String id, PullOrder file, String targetUrl) {
    return Operations.of(id, Priority.HIGH)
        .setItemId(file.name().itemId())
        .setSha256(file.sha256())
        .setSizeBytes(file.sizeBytes())
        .setSources(
            List.of(Operations.source(AgentPair.SOURCE, agents.source().endpoint().toString())))
        .setTargetNode(AgentPair.TARGET)
        .setTargetEndpoint(targetUrl)
        .build();
  }
}
