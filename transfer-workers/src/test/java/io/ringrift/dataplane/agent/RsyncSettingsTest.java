package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.contract.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of rsync by ssh goes together. */
class RsyncSettingsTest {
  @TempDir private Path folder;
  private final List<String> faults = new ArrayList<>();

  @Test
  void doesWithoutSshUnlessTold() {
    AgentConfig.Rsync rsync = read(Map.of());

    assertThat(faults).isEmpty();
    assertThat(rsync).isEqualTo(AgentConfig.Rsync.ANYWHERE);
  }

  @Test
  void takesBothEnds() throws Exception {
    Path key = Files.createFile(folder.resolve("key"));
    Path hosts = Files.createFile(folder.resolve("hosts"));

    AgentConfig.Rsync rsync =
        read(
            Map.of(
                "agent.rsync.port", "7701",
                "agent.rsync.ssh.port", "22",
                "agent.rsync.ssh.program", "/nowhere/ssh",
                "agent.rsync.ssh.user", "dataplane-rsync",
                "agent.rsync.ssh.key", key.toString(),
                "agent.rsync.ssh.known.hosts", hosts.toString()));

    assertThat(faults).isEmpty();
    Ssh ssh = rsync.ssh();
    assertThat(rsync).isEqualTo(new AgentConfig.Rsync(7701, 0, 22, ssh));
    assertThat(ssh).isEqualTo(new Ssh(ssh.program(), "dataplane-rsync", key, hosts));
    assertThat(ssh.program().missing()).contains("/nowhere/ssh is no program");
  }

  @Test
  void namesAllThatIsMissing() {
    read(
        Map.of(
            "agent.rsync.ssh.port", "22",
            "agent.rsync.ssh.user", "-oProxyCommand=x",
            "agent.rsync.ssh.key", "/nowhere/key"));

    assertThat(faults)
        .containsExactly(
            "agent.rsync.port is 0, allowed with agent.rsync.ssh.port: 1..65535, for sshd to permit"
                + " it",
            "agent.rsync.ssh.user is '-oProxyCommand=x', allowed with agent.rsync.ssh.key: a user's"
                + " name",
            "agent.rsync.ssh.key is '/nowhere/key', allowed with agent.rsync.ssh.key: a file to read",
            "agent.rsync.ssh.known.hosts is '', allowed with agent.rsync.ssh.key: a file to read");
  }

  private AgentConfig.Rsync read(Map<String, String> told) {
    return RsyncSettings.rsync(
        Settings.load(RsyncSettings.define(new ConfigDef()), null, Map.of(), told), faults);
  }
}
