package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.wire.AgentCommands;
import io.ringrift.dataplane.agent.wire.AgentWire;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.wire.Operations;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hosts that nobody can call exchange an item: a real worker tells both what to do by the
 * topics of a real broker, and the bytes go by way of a real S3 server.
 */
class S3RelayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> TRANSPORTS = List.of("p2p_http", "s3", "s3_relay");

  @TempDir Path folder;

  @Test
  void anItemGoesFromOneNatHostToAnotherByWayOfTheBucket() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        S3Pair bucket = new S3Pair(folder.resolve("agents"));
        AgentPair agents = bucket.agents();
        Commands ofSource = new Commands(broker, agents, AgentPair.SOURCE);
        Commands ofTarget = new Commands(broker, agents, AgentPair.TARGET);
        Workers workers = new Workers(broker, folder.resolve("agents/keys"))) {
      ofSource.await();
      ofTarget.await();
      PullOrder file = agents.offer("npz/hex8_2p/relayed.npz", 20 << 20, 1);
      Following<TransferResult> results = broker.results();
      workers.start("w-1");

      broker.emit(operation(file));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(TestBroker.told(results.values()))
                      .containsExactly("STARTED op-relayed", "COMPLETE op-relayed"));
      assertThat(agents.atTarget(file)).hasSameBinaryContentAs(agents.atSource(file));
      TransferResult complete = results.values().get(1);
      assertThat(complete.getSha256()).isEqualTo(file.sha256());
      assertThat(complete.getPath()).isEqualTo(agents.atTarget(file).toString());
      assertThat(complete.getAttempts()).hasSize(1);
      TransferAttempt attempt = complete.getAttempts().get(0);
      assertThat(attempt.getTransport()).isEqualTo("s3");
      assertThat(attempt.getSourceNode()).isEqualTo(AgentPair.SOURCE);
      assertThat(attempt.getOutcome()).isEqualTo("OK");
      assertThat(attempt.getChoice())
          .contains("neither gpu-1 nor gpu-2 can be called: relayed through the bucket");
      // The target alone has it: what lay in the bucket was no replica, and is gone.
      await().atMost(PATIENCE).until(() -> bucket.keys().isEmpty());
      assertThat(bucket.reports()).isEmpty();
    }
  }

  private static DataOperation operation(PullOrder file) {
    return Operations.of("op-relayed", Priority.HIGH)
        .setItemId(file.name().itemId())
        .setSha256(file.sha256())
        .setSizeBytes(file.sizeBytes())
        .setSources(
            List.of(
                SourceOption.newBuilder(Operations.source(AgentPair.SOURCE, null))
                    .setTransports(TRANSPORTS)
                    .build()))
        .setTargetNode(AgentPair.TARGET)
        .setTargetEndpoint(null)
        .setTargetTransports(TRANSPORTS)
        .build();
  }

  /** An agent's ear at the command topic. */
  private static final class Commands implements AutoCloseable {
    private final AgentWire wire;
    private final AgentCommands commands;

    Commands(TestBroker broker, AgentPair agents, String nodeId) {
      Map<String, Object> kafka =
          new HashMap<>(Map.of("bootstrap.servers", broker.addresses().get("bootstrap.servers")));
      wire = new AgentWire(kafka, broker.topics(), nodeId);
      commands =
          new AgentCommands(
              kafka,
              broker.topics().agentCommands(),
              nodeId,
              agents.commands(nodeId),
              wire::answer,
              Clock.systemUTC());
      commands.start();
    }

    void await() throws InterruptedException {
      assertThat(commands.awaitReading(Duration.ofSeconds(30))).isTrue();
    }

    @Override
    public void close() {
      commands.close();
      wire.close();
    }
  }
}
