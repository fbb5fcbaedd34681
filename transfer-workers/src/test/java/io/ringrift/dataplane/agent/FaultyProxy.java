package io.ringrift.dataplane.agent;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A bad line between two agents: cuts, goes silent, flips bits; and counts what comes through. */
public final class FaultyProxy implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final URI upstream;
  private final int bufferBytes;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesDown = new AtomicLong();
  private final AtomicLong bytesUp = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile long cutAt = Long.MAX_VALUE;
  private volatile long silentAt = Long.MAX_VALUE;
  private volatile long flipAt = Long.MAX_VALUE;
  private volatile long flipUpAt = Long.MAX_VALUE;
  private volatile boolean refusing;

  public FaultyProxy(URI upstream) throws IOException {
    this(upstream, BUFFER_BYTES);
  }

  /**
   * @param bufferBytes most that it holds of what it has counted, in each of two buffers
   */
  FaultyProxy(URI upstream, int bufferBytes) throws IOException {
    this.upstream = upstream;
    this.bufferBytes = bufferBytes;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public URI url() {
    return URI.create(upstream.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
  }

  /** Bytes from the source, heads included. */
  public long bytesDown() {
    return bytesDown.get();
  }

  /** Bytes to the source, heads included. */
  public long bytesUp() {
    return bytesUp.get();
  }

  /** Once so many bytes more came through, everything is cut, and stays cut. */
  public void cutAfter(long bytes) {
    cutAt = bytesDown.get() + bytes;
  }

  /** Once so many bytes more came through, nothing comes any more. */
  public void silentAfter(long bytes) {
    silentAt = bytesDown.get() + bytes;
  }

  /** Flips a bit that far ahead. */
  public void flipAfter(long bytes) {
    flipAt = bytesDown.get() + bytes;
  }

  /** Flips a bit that far ahead of what is sent to the source. */
  public void flipUpAfter(long bytes) {
    flipUpAt = bytesUp.get() + bytes;
  }

  /** Cuts what is open once; new connections work. */
  public void cutOnce() {
    open.forEach(FaultyProxy::closeQuietly);
  }

  public void repair() {
    cutAt = Long.MAX_VALUE;
    silentAt = Long.MAX_VALUE;
    flipAt = Long.MAX_VALUE;
    flipUpAt = Long.MAX_VALUE;
    refusing = false;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    cutOnce();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
          continue;
        }
        connect(client);
      }
    } catch (IOException e) {
      // The listener was closed.
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(upstream.getHost(), upstream.getPort());
    } catch (ConnectException e) {
      // Nobody is there: the client sees no more than that.
      client.close();
      return;
    }
    if (bufferBytes < BUFFER_BYTES) {
      client.setSendBufferSize(bufferBytes);
      server.setSendBufferSize(bufferBytes);
    }
    open.add(client);
    open.add(server);
    daemon(() -> copy(client, server, false));
    daemon(() -> copy(server, client, true));
  }

  private void copy(Socket from, Socket to, boolean down) {
    byte[] buffer = new byte[bufferBytes];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        if (down) {
          misbehave(buffer, read);
        } else if (bytesUp.addAndGet(read) > flipUpAt) {
          flipUpAt = Long.MAX_VALUE;
          buffer[read / 2] ^= 1;
        }
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException | InterruptedException e) {
      // Either side has gone.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void misbehave(byte[] buffer, int count) throws IOException, InterruptedException {
    long after = bytesDown.addAndGet(count);
    if (after > cutAt) {
      refusing = true;
      cutOnce();
      throw new IOException("cut");
    }
    if (after > silentAt) {
      closing.await();
    }
    if (after > flipAt) {
      flipAt = Long.MAX_VALUE;
      buffer[count / 2] ^= 1;
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is being cut.
    }
  }
}
