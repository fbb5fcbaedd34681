package io.ringrift.dataplane.agent.rsync;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves single files of this node by rsync: a daemon for each connection, which ends with it and
 * speaks through pipes to this process, that keeps the limits. Listens from the first offer on.
 */
public final class RsyncServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RsyncServer.class);
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final long ACCEPT_PAUSE_MILLIS = 200;

  private final Program program;
  private final Settings settings;
  private final RsyncModules modules;
  private final Bandwidth sent;
  private final ScheduledFuture<?> sweeps;
  private final Set<RsyncConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "rsync");
            thread.setDaemon(true);
            return thread;
          });
  private ServerSocket listener;
  private boolean closed;

  /**
   * What the server is to keep to.
   *
   * @param bind address to listen at; port 0: any
   * @param toldPort port by which others reach it; 0: the bound one
   * @param sshPort of this host's sshd, through which alone others reach it; 0: they do directly
   * @param maxConnections served at once
   * @param patience how long a client may say nothing before it has named its module
   */
  public record Settings(
      InetSocketAddress bind, int toldPort, int sshPort, int maxConnections, Duration patience) {}

  /**
   * Where one file can be fetched for a minute, or as long as somebody is connected.
   *
   * @param port at the host of this agent
   * @param sshPort of the host's sshd, through which alone that one is reached; 0: directly
   * @param path of the file, module first
   */
  public record Offer(int port, int sshPort, String path, String user, String secret) {}

  /**
   * @param folder of this alone
   * @param sent limit of all that this node sends
   */
  public RsyncServer(
      Program program,
      Path folder,
      Settings settings,
      Bandwidth sent,
      ScheduledExecutorService timer)
      throws IOException {
    this.program = program;
    this.settings = settings;
    this.sent = sent;
    this.modules = new RsyncModules(folder, System::nanoTime);
    this.sweeps =
        timer.scheduleWithFixedDelay(
            modules::removeIdle, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it can't serve; nothing if it can. */
  public Optional<String> unavailable() {
    return program.missing();
  }

  /** Whether as many are connected as may be. */
  public boolean busy() {
    return connections.size() >= settings.maxConnections();
  }

  /** Connections under way. */
  public int active() {
    return connections.size();
  }

  /**
   * Offers a file, under a secret of its own.
   *
   * @param weight share of the bandwidth beside others
   * @throws IOException if it can't be offered by rsync
   */
  public Offer offer(Path file, int weight) throws IOException {
    int port = settings.toldPort() == 0 ? listen() : settings.toldPort();
    listen();
    RsyncModule module = modules.add(file, weight);
    return new Offer(
        port,
        settings.sshPort(),
        module.name() + "/" + RsyncModule.FILE,
        RsyncModule.USER,
        module.secret());
  }

  /** Returns the bound port. */
  private synchronized int listen() throws IOException {
    if (closed) {
      throw new IOException("the agent is shutting down");
    }
    if (listener == null) {
      ServerSocket fresh = new ServerSocket();
      try {
        fresh.bind(settings.bind());
      } catch (IOException e) {
        fresh.close();
        throw new IOException("rsync can't listen at " + settings.bind() + ": " + e.getMessage());
      }
      listener = fresh;
      threads.execute(() -> accept(fresh));
    }
    return listener.getLocalPort();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        if (busy()) {
          client.close();
          continue;
        }
        serve(client);
      } catch (IOException e) {
        if (!from.isClosed()) {
          LOG.warn("no connection for rsync: {}", e.toString());
          // Without file descriptors every try fails at once, until some are given back.
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(ACCEPT_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // The server is being closed, and its listener with it.
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket client) throws IOException {
    RsyncConnection connection =
        new RsyncConnection(client, program.path(), modules, sent, settings.patience(), threads);
    connections.add(connection);
    threads.execute(
        () -> {
          try {
            connection.run();
          } finally {
            connections.remove(connection);
          }
        });
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      if (listener != null) {
        listener.close();
      }
    }
    sweeps.cancel(false);
    connections.forEach(RsyncConnection::close);
    threads.shutdownNow();
    modules.close();
  }
}
