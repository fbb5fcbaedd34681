package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.TestBroker;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as a process that speaks TLS and has none of the programs: what its heartbeats say. */
class TlsAgentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void saysInItsHeartbeatsWhyTransportsCannotBeUsed() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        FollowedTopic<NodeHeartbeat> beats =
            new FollowedTopic<>(broker, broker.topics().heartbeats());
        ChildProcess agent = start(settings(broker))) {
      assertThat(agent.awaitReady(PATIENCE)).contains(" endpoint=https://127.0.0.1:");

      await().atMost(PATIENCE).until(() -> !beats.values().isEmpty());

      NodeHeartbeat beat = beats.values().get(0);
      assertThat(beat.getEndpoint()).startsWith("https://");
      assertThat(beat.getTransports()).contains("p2p_http").doesNotContain("bittorrent", "rsync");
      assertThat(beat.getUnavailable())
          .isEqualTo(
              Map.of(
                  "bittorrent",
                  "it sends without encryption, and this agent speaks TLS (agent.tls.certificate)",
                  "rsync",
                  "/nowhere/rsync is no program; /nowhere/ssh is no program"));
    }
  }

  private Map<String, String> settings(TestBroker broker) throws Exception {
    GrantKeys.generate(folder.resolve("keys"));
    TestAuthority authority = TestAuthority.in(folder, "cluster");
    Path key = Files.createFile(folder.resolve("ssh-key"));
    Map<String, String> settings = new HashMap<>(broker.addresses());
    settings.put("agent.node.id", "gpu-1");
    settings.put("agent.root", folder.resolve("data").toString());
    settings.put("agent.heartbeat.interval.ms", "200");
    settings.put(
        "agent.grant.public.keys",
        folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE).toString());
    settings.put("agent.tls.certificate", authority.issue("node", "ip:127.0.0.1").toString());
    settings.put("agent.tls.password", TestAuthority.PASSWORD);
    settings.put("agent.tls.trust", authority.trust().toString());
    settings.put("agent.program.aria2c", "/nowhere/aria2c");
    settings.put("agent.program.rsync", "/nowhere/rsync");
    settings.put("agent.rsync.ssh.program", "/nowhere/ssh");
    settings.put("agent.rsync.ssh.user", "dataplane-rsync");
    settings.put("agent.rsync.ssh.key", key.toString());
    settings.put("agent.rsync.ssh.known.hosts", key.toString());
    return settings;
  }

  private ChildProcess start(Map<String, String> settings) {
    List<String> words =
        settings.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    JavaCommand command =
        JavaCommand.of(AgentApp.class).withJvmOptions(List.of("-Xmx64m")).withArguments(words);
    return ChildProcess.start(
        ChildProcess.Spec.java("agent", command, folder.resolve("agent.log")));
  }
}
