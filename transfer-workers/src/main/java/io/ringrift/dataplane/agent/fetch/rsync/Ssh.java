package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How this node reaches others by ssh: as whom, and whom it believes to be a host. Nothing else of
 * its user's or the machine's configuration counts.
 *
 * @param program ssh's
 * @param user to log in as
 * @param key file of the private key, without a passphrase
 * @param knownHosts file with the keys of all hosts, as {@code ssh-keyscan} writes it
 */
public record Ssh(Program program, String user, Path key, Path knownHosts) {
  private static final int CONNECT_SECONDS = 5;

  public Ssh {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(knownHosts, "knownHosts");
  }

  /**
   * The command whose input and output are a connection to a port of the host's loopback address.
   * Runs nothing there.
   *
   * @throws IllegalStateException if the program is missing
   */
  List<String> command(String host, int sshPort, int port) {
    return List.of(
        program.path().toString(),
        "-F",
        "none",
        "-o",
        "BatchMode=yes",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "UserKnownHostsFile=" + quoted(knownHosts),
        "-o",
        "GlobalKnownHostsFile=none",
        "-o",
        "UpdateHostKeys=no",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "IdentityAgent=none",
        "-o",
        "IdentityFile=" + quoted(key),
        "-o",
        "PreferredAuthentications=publickey",
        "-o",
        "ConnectTimeout=" + CONNECT_SECONDS,
        "-o",
        "LogLevel=ERROR",
        "-p",
        Integer.toString(sshPort),
        "-l",
        user,
        "-W",
        "127.0.0.1:" + port,
        "--",
        host);
  }

  /** ssh splits at spaces, takes a percent sign for a token, and this for one name. */
  private static String quoted(Path file) {
    return '"' + file.toAbsolutePath().toString().replace("%", "%%") + '"';
  }
}
