package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.program.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;

/**
 * OpenSSH's server at the loopback address, with keys of its own, that lets one key open one port
 * and do nothing else: the line of {@code authorized_keys} is that of the documentation.
 */
public final class Sshd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;

  /**
   * Skips the test, saying why, where there is no OpenSSH.
   *
   * @param permitted the port that the key may open
   */
  public Sshd(Path folder, int permitted) throws IOException, InterruptedException {
    Optional<Path> sshd = program("sshd");
    Assumptions.assumeThat(Stream.of(sshd, program("ssh"), program("ssh-keygen")))
        .as("tests of rsync by ssh need openssh-server and openssh-client")
        .allMatch(Optional::isPresent);
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    key("host");
    key("user");
    key("stranger");
    Files.writeString(
        folder.resolve("authorized_keys"),
        "restrict,port-forwarding,permitopen=\"127.0.0.1:%d\",command=\"/bin/false\" %s"
            .formatted(permitted, Files.readString(folder.resolve("user.pub"))));
    Files.writeString(
        folder.resolve("known_hosts"),
        "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve("host.pub"))));
    Files.writeString(
        folder.resolve("other_hosts"),
        "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve("stranger.pub"))));
    Files.writeString(folder.resolve("sshd_config"), configuration());
    if (System.getProperty("user.name").equals("root")) {
      // Debian's service makes it; without it sshd doesn't start as root.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    this.process =
        new ProcessBuilder(
                sshd.orElseThrow().toString(),
                "-D",
                "-e",
                "-f",
                folder.resolve("sshd_config").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    Awaitility.await("sshd, see " + folder.resolve("sshd.log"))
        .atMost(Duration.ofSeconds(20))
        .until(this::answers);
  }

  private String configuration() {
    return """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %2$s/host
        AuthorizedKeysFile %2$s/authorized_keys
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        AllowTcpForwarding local
        """
        .formatted(port, folder);
  }

  public int port() {
    return port;
  }

  /** With the key that is permitted, at the host that is known. */
  public Ssh client() {
    return client("user", "known_hosts");
  }

  /**
   * @param key user or stranger
   * @param hosts known_hosts or other_hosts
   */
  public Ssh client(String key, String hosts) {
    return new Ssh(
        Requirement.SSH.at("ssh"),
        System.getProperty("user.name"),
        folder.resolve(key),
        folder.resolve(hosts));
  }

  private void key(String name) throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve(name).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes());
    if (made.waitFor() != 0) {
      throw new IOException("ssh-keygen: " + said);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> program(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":")), List.of("/usr/sbin", "/sbin").stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    // Sessions are processes of their own.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor();
  }
}
