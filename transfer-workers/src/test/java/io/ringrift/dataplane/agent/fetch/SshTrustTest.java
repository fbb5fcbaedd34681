package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.agent.Sshd;
import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom ssh believes and who is let in; what is refused burns no other transport. */
class SshTrustTest {
  @TempDir private Path folder;

  @Test
  void aHostWithAnotherKeyIsNotBelieved() throws Exception {
    PullStatus status = pull(sshd -> sshd.client("user", "other_hosts"));

    assertRefused(status, FailureCode.UNTRUSTED_PEER, "Host key verification failed");
  }

  @Test
  void aHostThatNobodyKnowsIsNotBelieved() throws Exception {
    PullStatus status = pull(sshd -> sshd.client("user", "authorized_keys"));

    assertRefused(status, FailureCode.UNTRUSTED_PEER, "Host key verification failed");
  }

  @Test
  void aKeyThatIsNotAuthorisedIsNotLetIn() throws Exception {
    PullStatus status = pull(sshd -> sshd.client("stranger", "known_hosts"));

    assertRefused(status, FailureCode.UNAUTHORISED, "Permission denied");
  }

  @Test
  void aNodeWithoutAKeyLeavesItToTheNextTransport() throws Exception {
    PullStatus status = pull(sshd -> null);

    assertRefused(
        status,
        FailureCode.SOURCE_LACKS_TRANSPORT,
        "gpu-1 serves rsync by ssh alone, and agent.rsync.ssh.key is not set here");
  }

  /** It was there when the agent looked. */
  @Test
  void aProgramThatIsGoneLeavesItToTheNextTransport() throws Exception {
    Path program = Files.writeString(folder.resolve("ssh-client"), "#!/bin/sh\necho OpenSSH_9.2\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    PullStatus status =
        pull(
            sshd -> {
              Ssh ssh = sshd.client();
              Program found = Requirement.SSH.at(program.toString());
              assertThat(found.missing()).isEmpty();
              assertThat(program.toFile().delete()).isTrue();
              return new Ssh(found, ssh.user(), ssh.key(), ssh.knownHosts());
            });

    assertRefused(status, FailureCode.PROGRAM_FAILED, program + " can't be started");
  }

  @Test
  void agentsThatSpeakTlsHaveRsyncByIt() throws Exception {
    TestAuthority authority = TestAuthority.in(folder, "cluster");
    Tls tls = authority.tls(authority.issue("node", "ip:127.0.0.1"), true);
    try (RsyncPair pair = new RsyncPair(folder, Sshd::client, tls);
        AgentPair agents = pair.agents()) {
      PullOrder order = order(agents);

      PullStatus status = pull(agents, order);

      assertThat(status.failure()).isNull();
      assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
      assertThat(pair.proxy().bytesDown()).isGreaterThan(100_000);
    }
  }

  private PullStatus pull(Function<Sshd, Ssh> client) throws Exception {
    try (RsyncPair pair = new RsyncPair(folder, client);
        AgentPair agents = pair.agents()) {
      PullOrder order = order(agents);
      PullStatus status = pull(agents, order);
      assertThat(agents.atTarget(order)).doesNotExist();
      return status;
    }
  }

  private static PullOrder order(AgentPair agents) throws IOException {
    PullOrder offered = agents.offer("npz/hex8_2p/a.npz", 100_000, 1);
    return offered.from(offered.peerNode(), offered.peerUrl(), "rsync");
  }

  private static PullStatus pull(AgentPair agents, PullOrder order) throws Exception {
    PullAnswer answer = agents.pulls().submit(order, agents.grant(order));
    assertThat(answer).isInstanceOf(PullAnswer.Accepted.class);
    return agents.pulls().await(order.operationId(), Duration.ofSeconds(30)).orElseThrow();
  }

  private static void assertRefused(PullStatus status, FailureCode code, String words) {
    assertThat(status.failure().message()).contains(words);
    assertThat(status.failure().code()).isEqualTo(code);
    assertThat(status.failure().reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
  }
}
