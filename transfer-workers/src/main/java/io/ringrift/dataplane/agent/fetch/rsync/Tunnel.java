package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
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

  private final FetchTask task;
  private final Way way;
  private final Executor executor;
  private final ServerSocket listener;
  private final AtomicLong received = new AtomicLong();
  private volatile Socket toRsync;
  private volatile FetchFailure trouble;

  /**
   * @param way to the source's rsync
   * @param patience how long rsync may take to connect
   */
  Tunnel(FetchTask task, Way way, Duration patience, Executor executor) throws IOException {
    this.task = task;
    this.way = way;
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
  FetchFailure trouble() {
    return trouble;
  }

  private void carry() {
    try (Socket rsync = listener.accept()) {
      toRsync = rsync;
      rsync.setTcpNoDelay(true);
      try {
        way.open();
        executor.execute(() -> up(rsync));
        down(rsync);
        // Told before rsync notices, which ends then.
        trouble = way.trouble();
      } catch (IOException e) {
        trouble = way.trouble();
      }
    } catch (IOException e) {
      // rsync tells what it means for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void down(Socket rsync) throws IOException, InterruptedException {
    InputStream in = way.in();
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
      InputStream in = rsync.getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!said(buffer, read)) {
          return;
        }
      }
    } catch (IOException e) {
      // rsync has gone.
    }
    close();
  }

  /** False: the source has gone; the other direction notices, and tells why. */
  private boolean said(byte[] words, int length) {
    try {
      OutputStream out = way.out();
      out.write(words, 0, length);
      out.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    way.close();
    for (Closeable each : new Closeable[] {listener, toRsync}) {
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
