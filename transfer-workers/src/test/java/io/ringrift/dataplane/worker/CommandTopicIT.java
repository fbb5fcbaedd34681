package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.wire.AgentCommands;
import io.ringrift.dataplane.agent.wire.AgentWire;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.http.AgentApi;
import io.ringrift.dataplane.worker.transport.http.AgentWay;
import io.ringrift.dataplane.worker.transport.http.GrantSource;
import io.ringrift.dataplane.worker.transport.http.HttpWay;
import io.ringrift.dataplane.worker.transport.http.P2pHttpTransport;
import io.ringrift.dataplane.worker.transport.http.Patience;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import io.ringrift.dataplane.worker.wire.CommandTopic;
import io.ringrift.dataplane.worker.wire.Outbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to an agent that nobody can call, through the topics of a real broker. */
class CommandTopicIT {
  private static final NodeAddress TARGET = new NodeAddress(AgentPair.TARGET, Optional.empty());

  @TempDir Path folder;

  @Test
  void aNodeThatNobodyCanCallFetchesWhatItIsOrderedTo() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        AgentPair agents = new AgentPair(folder.resolve("agents"))) {
      Map<String, Object> kafka =
          new HashMap<>(Map.of("bootstrap.servers", broker.addresses().get("bootstrap.servers")));
      Clock clock = Clock.systemUTC();
      try (Outbox outbox = new Outbox(kafka, "w-1");
          CommandTopic way = new CommandTopic(kafka, broker.topics(), outbox, "w-1", clock);
          AgentWire wire = new AgentWire(kafka, broker.topics(), AgentPair.TARGET);
          AgentCommands commands =
              new AgentCommands(
                  kafka,
                  broker.topics().agentCommands(),
                  AgentPair.TARGET,
                  agents.commands(AgentPair.TARGET),
                  wire::answer,
                  clock)) {
        commands.start();
        assertThat(commands.awaitReading(Duration.ofSeconds(30))).isTrue();
        PullOrder file = agents.offer("npz/hex8_2p/a.npz", 3 << 20, 1);

        TransferOutcome outcome = transfer(agents, way, file);

        assertThat(outcome).isInstanceOf(TransferOutcome.Arrived.class);
        assertThat(Files.readAllBytes(agents.atTarget(file)))
            .isEqualTo(Files.readAllBytes(agents.atSource(file)));

        AgentWay.Answer refused =
            way.ask(
                TARGET,
                new AgentWay.Request(
                    "GET", "/v1/pulls/op-9", agents.grant(file), null, Duration.ofSeconds(10)));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("wrong_operation");
        AgentWay.Answer elsewhere =
            way.ask(
                TARGET,
                new AgentWay.Request(
                    "GET", "/v1/items/x", agents.grant(file), null, Duration.ofSeconds(10)));
        assertThat(elsewhere.status()).isEqualTo(404);
      }
    }
  }

  private static TransferOutcome transfer(AgentPair agents, AgentWay way, PullOrder file)
      throws InterruptedException {
    PullWatch.Means means =
        new PullWatch.Means(
            new AgentApi(new HttpWay(Tls.NONE), way),
            GrantSource.signedBy(agents.signer()::sign),
            Patience.DEFAULT,
            System::nanoTime,
            Pause.real());
    NodeAddress source = NodeAddress.of(AgentPair.SOURCE, agents.source().endpoint().toString());
    TransferRequest request =
        new TransferRequest(
            file.operationId(),
            1,
            file.name().itemId(),
            "NPZ",
            "hex8_2p",
            file.sha256(),
            file.sizeBytes(),
            Priority.NORMAL,
            List.of(source),
            TARGET,
            1,
            null);
    return new P2pHttpTransport(means).transfer(request, source, bytes -> {});
  }
}
