package io.ringrift.dataplane.agent.rsync;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client and its daemon: what either says goes to the other, at the rate that is allowed. */
final class RsyncConnection implements Runnable, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RsyncConnection.class);

  private static final int BUFFER_BYTES = 64 * 1024;

  /** A greeting and a module's name; clients that say more without a line are none. */
  private static final int MAX_HELLO_BYTES = 512;

  private final Socket client;
  private final Path program;
  private final RsyncModules modules;
  private final Bandwidth sent;
  private final Duration patience;
  private final Executor threads;
  private volatile Process daemon;
  private volatile RsyncModule module;

  /**
   * @param patience how long the client may say nothing before it has named its module
   */
  RsyncConnection(
      Socket client,
      Path program,
      RsyncModules modules,
      Bandwidth sent,
      Duration patience,
      Executor threads) {
    this.client = client;
    this.program = program;
    this.modules = modules;
    this.sent = sent;
    this.patience = patience;
    this.threads = threads;
  }

  @Override
  public void run() {
    try (client) {
      client.setTcpNoDelay(true);
      client.setSoTimeout(Math.toIntExact(patience.toMillis()));
      daemon = start();
      threads.execute(this::listen);
      speak(daemon.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      LOG.debug("rsync with {} ended: {}", client.getRemoteSocketAddress(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(), "--server", "--daemon", "--config=" + modules.configuration(), ".");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /** What the daemon says. */
  private void speak(InputStream from, OutputStream to) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int read = from.read(buffer);
    while (read >= 0) {
      RsyncModule served = module;
      for (int left = read; left > 0; ) {
        left -= sent.take(left, served == null ? 1 : served.weight());
      }
      to.write(buffer, 0, read);
      read = from.read(buffer);
    }
  }

  /** What the client says. */
  private void listen() {
    byte[] buffer = new byte[BUFFER_BYTES];
    StringBuilder hello = new StringBuilder();
    try (OutputStream to = daemon.getOutputStream()) {
      InputStream from = client.getInputStream();
      int read = from.read(buffer);
      while (read >= 0) {
        if (module == null) {
          hello.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          enter(hello.toString());
        }
        to.write(buffer, 0, read);
        to.flush();
        read = from.read(buffer);
      }
    } catch (IOException e) {
      LOG.debug("rsync with {} ended: {}", client.getRemoteSocketAddress(), e.toString());
    } finally {
      close();
      if (module != null) {
        modules.leave(module);
      }
    }
  }

  /** The second line names the module: by it the daemon's words are weighed. */
  private void enter(String hello) throws IOException {
    String[] lines = hello.split("\n", 3);
    if (lines.length == 3) {
      module = modules.join(lines[1].strip()).orElseThrow(() -> new IOException("no such module"));
      // From here on rsync itself ends a client that says nothing.
      client.setSoTimeout(0);
    } else if (hello.length() > MAX_HELLO_BYTES) {
      throw new IOException("a greeting of more than " + MAX_HELLO_BYTES + " bytes");
    }
  }

  @Override
  public void close() {
    Process started = daemon;
    if (started != null) {
      started.destroyForcibly();
    }
    try {
      client.close();
    } catch (IOException e) {
      // It is being given up.
    }
  }
}
