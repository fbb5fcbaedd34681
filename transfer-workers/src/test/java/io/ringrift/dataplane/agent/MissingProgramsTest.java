package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.PullAnswer;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullState;
import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.wire.NodeProfile;
import io.ringrift.dataplane.agent.wire.Vitals;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says of transports that it can't use, and that the others go on. */
class MissingProgramsTest {
  private static final NodeProfile PROFILE =
      new NodeProfile(NodeKind.HOST, null, null, null, Set.of());
  private static final String UNENCRYPTED =
      "it sends without encryption, and this agent speaks TLS (agent.tls.certificate)";

  @TempDir private static Path certificates;
  private static Tls tls;

  @TempDir private Path folder;

  @BeforeAll
  static void certify() throws IOException {
    TestAuthority authority = TestAuthority.in(certificates, "cluster");
    tls = authority.tls(authority.issue("node", "ip:127.0.0.1"), true);
  }

  @Test
  void withoutTlsWhatIsMissingIsTheReason() throws Exception {
    try (AgentPair agents = agents(AgentConfig.Rsync.ANYWHERE, "/nowhere/rsync", Tls.NONE)) {
      assertUnavailable(
          agents,
          Map.of(
              "bittorrent", "/nowhere/aria2c is no program",
              "rsync", "/nowhere/rsync is no program"));
      assertFetches(agents);
    }
  }

  /** Installing them would change nothing. */
  @Test
  void withTlsItIsThatTheySendInTheOpen() throws Exception {
    try (AgentPair agents = agents(AgentConfig.Rsync.ANYWHERE, "/nowhere/rsync", tls)) {
      assertUnavailable(agents, Map.of("bittorrent", UNENCRYPTED, "rsync", UNENCRYPTED));
      assertFetches(agents);
    }
  }

  @Test
  void withRsyncBySshItIsWhateverOfTheTwoIsMissing() throws Exception {
    AgentConfig.Rsync bySsh = bySsh("/nowhere/ssh");

    try (AgentPair agents = agents(bySsh, program("rsync", "rsync  version 3.2.7"), tls)) {
      assertUnavailable(
          agents, Map.of("bittorrent", UNENCRYPTED, "rsync", "/nowhere/ssh is no program"));
      assertFetches(agents);
    }
  }

  @Test
  void bothAreNamed() throws Exception {
    try (AgentPair agents = agents(bySsh("/nowhere/ssh"), "/nowhere/rsync", tls)) {
      assertUnavailable(
          agents,
          Map.of(
              "bittorrent",
              UNENCRYPTED,
              "rsync",
              "/nowhere/rsync is no program; /nowhere/ssh is no program"));
    }
    AgentConfig.Rsync found = bySsh(program("ssh", "OpenSSH_9.2p1 Debian-2"));
    try (AgentPair agents = agents(found, "/nowhere/rsync", tls)) {
      assertUnavailable(
          agents, Map.of("bittorrent", UNENCRYPTED, "rsync", "/nowhere/rsync is no program"));
    }
  }

  private static void assertUnavailable(AgentPair agents, Map<String, String> reasons) {
    for (NodeAgent agent : Set.of(agents.source(), agents.target())) {
      Vitals vitals = new AgentVitals(agent).of(PROFILE, null);
      assertThat(vitals.unavailable()).isEqualTo(reasons);
      assertThat(vitals.transports())
          .contains("p2p_http")
          .doesNotContainAnyElementsOf(reasons.keySet());
    }
  }

  /** By p2p_http, as both say it: over TLS where they speak it. */
  private static void assertFetches(AgentPair agents) throws Exception {
    PullOrder order = agents.offer("npz/hex8_2p/a.npz", 3 << 20, 1);
    assertThat(order.peerUrl().getScheme())
        .isEqualTo(agents.source().endpoint().getScheme())
        .isEqualTo(agents.source().config().reach().tls().serves() ? "https" : "http");
    assertThat(agents.pulls().submit(order, agents.grant(order)))
        .isInstanceOf(PullAnswer.Accepted.class);
    assertThat(agents.pulls().await(order.operationId(), Duration.ofSeconds(30)))
        .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(PullState.DONE));
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
  }

  private AgentPair agents(AgentConfig.Rsync rsync, String rsyncProgram, Tls spoken)
      throws IOException {
    return new AgentPair(
        Files.createTempDirectory(folder, "pair"),
        AgentPair.Limits.WIDE,
        null,
        Map.of(
            Requirement.ARIA2C,
            Requirement.ARIA2C.at("/nowhere/aria2c"),
            Requirement.RSYNC,
            Requirement.RSYNC.at(rsyncProgram)),
        Map.of(),
        rsync,
        Map.of(AgentPair.SOURCE, spoken, AgentPair.TARGET, spoken));
  }

  /** A target's settings; nothing is fetched by it here. */
  private AgentConfig.Rsync bySsh(String program) {
    Program ssh = Requirement.SSH.at(program);
    return new AgentConfig.Rsync(
        0, 0, 0, new Ssh(ssh, "user", folder.resolve("key"), folder.resolve("known_hosts")));
  }

  private String program(String name, String version) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho '" + version + "'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
