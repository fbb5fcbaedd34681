package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child process {@code aria2c}: started when it is first needed, again when it has ended by
 * itself, and gone with the agent, however that ends. Nobody but this process can give it orders:
 * it takes them on loopback alone, with a secret that is drawn at each start. Thread-safe.
 */
final class Aria2 implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Aria2.class);

  private static final long START_PATIENCE_MILLIS = 15_000;
  private static final long STOP_PATIENCE_MILLIS = 3_000;
  private static final long POLL_MILLIS = 50;
  private static final int SECRET_BYTES = 24;
  private static final int LOWEST_PORT = 20_000;
  private static final int PORTS = 12_000;
  private static final int ATTEMPTS = 50;
  private static final int STARTS = 3;
  private static final String PORT_TAKEN = "Address already in use";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Program program;
  private final PeerAccess access;
  private final Path folder;
  private Session session;
  private boolean closed;

  /**
   * One life of the process. What was added to it is gone with it.
   *
   * @param peerPort where other members connect to
   */
  record Session(Process process, Aria2Calls calls, int peerPort) {
    boolean alive() {
      return process.isAlive();
    }

    /** Ends the process at once; when this returns, it writes nowhere any more. */
    void kill() {
      end(process);
    }
  }

  /**
   * @param access how it and other members reach one another
   * @param folder for its own files
   */
  Aria2(Program program, PeerAccess access, Path folder) {
    this.program = program;
    this.access = access;
    this.folder = folder;
  }

  /**
   * The running process, started if there is none.
   *
   * @throws IOException if it can't be started; says why
   */
  synchronized Session session() throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the agent is shutting down");
    }
    if (session == null || !session.alive()) {
      if (session != null) {
        LOG.warn("aria2c has ended with {}; it is started again", session.process().exitValue());
      }
      session = start();
    }
    return session;
  }

  /** The process as it runs; null: there is none. */
  synchronized Session running() {
    return session != null && session.alive() ? session : null;
  }

  /** Ends the process, if there is one. */
  @Override
  public synchronized void close() {
    closed = true;
    if (session == null) {
      return;
    }
    Process process = session.process();
    // At once, since it has nothing to save: what it fetched is verified anew when it goes on.
    process.destroyForcibly();
    try {
      process.waitFor(STOP_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it; again if somebody took a port between the look for it and its use. */
  private Session start() throws IOException, InterruptedException {
    for (int start = 1; ; start++) {
      try {
        return startOnce();
      } catch (BindException e) {
        if (start == STARTS) {
          throw e;
        }
        LOG.info("aria2c is started with other ports: {}", e.getMessage());
      }
    }
  }

  private Session startOnce() throws IOException, InterruptedException {
    Optional<String> missing = program.missing();
    if (missing.isPresent()) {
      throw new IOException(missing.get());
    }
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    int orders = free(InetAddress.getLoopbackAddress());
    InetSocketAddress listen = access.listen();
    int peers = listen.getPort() == 0 ? free(listen.getAddress()) : listen.getPort();
    Files.createDirectories(folder);
    Path log = folder.resolve("aria2.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                program.path().toString(),
                "--conf-path=" + settings(secret, orders, listen.getAddress(), peers))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // A proxy for the web is none for members of a swarm.
    builder.environment().keySet().removeIf(name -> name.toLowerCase().endsWith("_proxy"));
    // Its words are read where it doesn't start.
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    Aria2Calls calls = new Aria2Calls(orders, secret);
    Session fresh = null;
    try {
      awaitAnswer(process, calls, log);
      fresh = new Session(process, calls, access.open(peers, process::isAlive));
      return fresh;
    } finally {
      if (fresh == null) {
        end(process);
      }
    }
  }

  private static void end(Process process) {
    process.destroyForcibly();
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAnswer(Process process, Aria2Calls calls, Path log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_PATIENCE_MILLIS);
    while (true) {
      try {
        LOG.info("aria2c {} runs as process {}", calls.version(), process.pid());
        return;
      } catch (IOException e) {
        // With its port taken it stays, and answers nobody.
        String words = Files.readString(log).strip();
        if (!process.isAlive() || words.contains(PORT_TAKEN) || System.nanoTime() > end) {
          throw silent(words, e);
        }
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private IOException silent(String words, IOException cause) {
    String message = "%s doesn't answer: %s; it says: %s".formatted(program.path(), cause, words);
    IOException silent =
        words.contains(PORT_TAKEN) ? new BindException(message) : new IOException(message);
    silent.initCause(cause);
    return silent;
  }

  /** Writes its settings where only this user reads them: a command line is seen by all. */
  private Path settings(String secret, int orders, InetAddress address, int peers)
      throws IOException {
    Path file = folder.resolve("aria2.conf");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    List<String> lines =
        List.of(
            "enable-rpc=true",
            "rpc-listen-all=false",
            "rpc-listen-port=" + orders,
            "rpc-secret=" + secret,
            "rpc-max-request-size=16M",
            "rpc-save-upload-metadata=false",
            "stop-with-process=" + ProcessHandle.current().pid(),
            address.isAnyLocalAddress() ? "" : "interface=" + address.getHostAddress(),
            "listen-port=" + peers,
            // A private swarm: its members come from the tracker alone.
            "enable-dht=false",
            "enable-dht6=false",
            "enable-peer-exchange=false",
            "bt-enable-lpd=false",
            // The plain handshake would tell the info hash to whoever listens on the way.
            "bt-require-crypto=true",
            "bt-tracker-interval=" + Tracker.INTERVAL.toSeconds(),
            "bt-tracker-connect-timeout=10",
            "bt-tracker-timeout=10",
            "follow-torrent=false",
            "max-concurrent-downloads=10000",
            // What it says it has must be in the file.
            "disk-cache=0",
            "file-allocation=none",
            "auto-file-renaming=false",
            "auto-save-interval=0",
            "summary-interval=0",
            "console-log-level=warn");
    Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
    return file;
  }

  /** A port that nobody listens at, of those that systems don't give away by themselves. */
  private static int free(InetAddress address) throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = LOWEST_PORT + RANDOM.nextInt(PORTS);
      try (ServerSocket probe = new ServerSocket(port, 1, address)) {
        return probe.getLocalPort();
      } catch (BindException e) {
        last = e;
      }
    }
    throw new IOException("no free port was found at " + address.getHostAddress(), last);
  }
}
