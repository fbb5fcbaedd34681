package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What rsync connects to instead of the source: everything passes here, so that the limits of this
 * node hold, bytes are counted, and rsync ends when this process does.
 */
final class Tunnel implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int CONNECT_MILLIS = 5_000;

  private final FetchTask task;
  private final InetSocketAddress source;
  private final Duration patience;
  private final Executor executor;
  private final ServerSocket listener;
  private final Socket toSource = new Socket();
  private final AtomicLong received = new AtomicLong();
  private volatile Socket toRsync;
  private volatile String trouble;

  /**
   * @param port of the source's rsync
   * @param patience how long rsync may take to connect
   */
  Tunnel(FetchTask task, int port, Duration patience, Executor executor) throws IOException {
    this.task = task;
    this.source = new InetSocketAddress(task.order().peerUrl().getHost(), port);
    this.patience = patience;
    this.executor = executor;
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(Math.toIntExact(patience.toMillis()));
    executor.execute(this::carry);
  }

  /** Where rsync is to connect, at the loopback address. */
  int port() {
    return listener.getLocalPort();
  }

  /** Bytes that came from the source. */
  long received() {
    return received.get();
  }

  /** Why the source can't be reached; null if it could. */
  String trouble() {
    return trouble;
  }

  private void carry() {
    try (Socket rsync = listener.accept()) {
      toRsync = rsync;
      rsync.setTcpNoDelay(true);
      connect();
      executor.execute(() -> up(rsync));
      down(rsync);
    } catch (IOException e) {
      // rsync tells what it means for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void connect() throws IOException {
    try {
      toSource.connect(source, CONNECT_MILLIS);
      toSource.setTcpNoDelay(true);
    } catch (IOException e) {
      trouble = source + ": " + e.getMessage();
      throw e;
    }
  }

  private void down(Socket rsync) throws IOException, InterruptedException {
    InputStream in = toSource.getInputStream();
    OutputStream out = rsync.getOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    int read = in.read(buffer);
    while (read >= 0) {
      task.payFor(read);
      received.addAndGet(read);
      task.partial().arrived(read);
      out.write(buffer, 0, read);
      read = in.read(buffer);
    }
  }

  private void up(Socket rsync) {
    try {
      rsync.getInputStream().transferTo(toSource.getOutputStream());
    } catch (IOException e) {
      // Either end has gone, which the other direction notices too.
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    for (Closeable each : new Closeable[] {listener, toSource, toRsync}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (IOException e) {
        // It is being given up.
      }
    }
  }
}
