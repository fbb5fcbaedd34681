package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.contract.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent for the transport rsync. */
final class RsyncSettings {
  static final String PORT = "agent.rsync.port";
  static final String TOLD_PORT = "agent.rsync.told.port";
  static final String SSH_PORT = "agent.rsync.ssh.port";
  static final String SSH_USER = "agent.rsync.ssh.user";
  static final String SSH_KEY = "agent.rsync.ssh.key";
  static final String SSH_KNOWN_HOSTS = "agent.rsync.ssh.known.hosts";
  static final String SSH_PROGRAM = "agent.rsync.ssh.program";

  private static final Pattern USER = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]*");

  private RsyncSettings() {}

  static ConfigDef define(ConfigDef others) {
    Range port = Range.between(0, 65_535);
    return others
        .define(
            PORT,
            Type.INT,
            0,
            port,
            Importance.MEDIUM,
            "Port at agent.bind to serve by rsync, from the first fetch on; 0: any free one.")
        .define(
            TOLD_PORT,
            Type.INT,
            0,
            port,
            Importance.LOW,
            "Port by which others reach that one, at the host of the agent's endpoint; 0: the same.")
        .define(
            SSH_PORT,
            Type.INT,
            0,
            port,
            Importance.MEDIUM,
            "Port of this host's sshd, if others shall reach rsync here through it alone; 0: they reach it directly.")
        .define(
            SSH_USER,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "User as whom this node logs in at hosts that serve rsync by ssh; with agent.rsync.ssh.key.")
        .define(
            SSH_KEY,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "File of the private key for that, without a passphrase; empty: this node fetches nothing by ssh.")
        .define(
            SSH_KNOWN_HOSTS,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "File of the keys of those hosts, as ssh-keyscan writes it; no other host is believed.")
        .define(
            SSH_PROGRAM,
            Type.STRING,
            "ssh",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "OpenSSH's client: a name on the PATH or a path. While it is missing and agent.rsync.ssh.key is set, the node does without rsync.");
  }

  /** Adds what can't be used to {@code faults}. */
  static AgentConfig.Rsync rsync(Settings settings, List<String> faults) {
    int sshPort = settings.integer(SSH_PORT);
    if (sshPort > 0 && settings.integer(PORT) == 0) {
      faults.add(PORT + " is 0, allowed with " + SSH_PORT + ": 1..65535, for sshd to permit it");
    }
    return new AgentConfig.Rsync(
        settings.integer(PORT), settings.integer(TOLD_PORT), sshPort, ssh(settings, faults));
  }

  private static Ssh ssh(Settings settings, List<String> faults) {
    if (settings.string(SSH_KEY).isEmpty()) {
      return null;
    }
    String user = settings.string(SSH_USER);
    if (!USER.matcher(user).matches()) {
      faults.add(SSH_USER + " is '" + user + "', allowed with " + SSH_KEY + ": a user's name");
    }
    for (String file : List.of(SSH_KEY, SSH_KNOWN_HOSTS)) {
      String named = settings.string(file);
      if (named.isEmpty() || named.indexOf('"') >= 0 || !Files.isReadable(Path.of(named))) {
        faults.add(file + " is '" + named + "', allowed with " + SSH_KEY + ": a file to read");
      }
    }
    return new Ssh(
        Requirement.SSH.at(settings.string(SSH_PROGRAM)),
        user,
        Path.of(settings.string(SSH_KEY)),
        Path.of(settings.string(SSH_KNOWN_HOSTS)));
  }
}
