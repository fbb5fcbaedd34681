package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.worker.tls.Tls;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * HTTP/1.1 over a socket channel: bytes go from the socket into a direct buffer and from there to
 * the file. {@code java.net.http.HttpClient} copies them often enough to be three to four times
 * slower (measured, see docs/reference/agent-api.md). Speaks only what agents speak: one request at
 * a time, bodies with a length, no redirects.
 */
final class SocketRangeConnection implements RangeConnection {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int DEFAULT_PORT = 80;
  private static final int DEFAULT_TLS_PORT = 443;
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int HEAD_BYTES = 1024;

  private final URI source;
  private final String target;
  private final String priority;
  private final Tls tls;
  private final StallGuard guard;
  private SocketChannel channel;
  private ByteChannel line;
  private long bodyLeft;
  private boolean closesAfterBody;
  private volatile boolean closed;
  private volatile boolean stalled;
  private volatile long waitingSince;

  /**
   * @param source base URL
   * @param target path and query, encoded
   * @param priority header of that name; null: the source is no agent
   * @param tls for a source whose URL says https
   */
  SocketRangeConnection(URI source, String target, String priority, Tls tls, StallGuard guard) {
    this.source = source;
    this.target = target;
    this.priority = priority;
    this.tls = tls;
    this.guard = guard;
    guard.watch(this);
  }

  /** To a server that is no agent: it is shown neither a grant nor a priority. */
  static SocketRangeConnection toPlainServer(URI source, String target, Tls tls, StallGuard guard) {
    return new SocketRangeConnection(source, target, null, tls, guard);
  }

  /** Asks what the answer to a GET would be, and drops the connection. */
  RangeAnswer head() throws IOException {
    try {
      connect();
      return ask("HEAD", "Connection: close\r\n", ByteBuffer.allocate(MAX_HEAD_BYTES));
    } finally {
      reset();
    }
  }

  @Override
  public RangeAnswer get(String token, long from, long to, ByteBuffer buffer) throws IOException {
    boolean kept = connected();
    try {
      return request(token, from, to, buffer);
    } catch (StalledException e) {
      throw e;
    } catch (IOException e) {
      if (!kept || closed) {
        throw e;
      }
      // A kept connection may have been closed by the source while nobody used it.
      reset();
      return request(token, from, to, buffer);
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    if (bodyLeft == 0) {
      if (closesAfterBody) {
        reset();
      }
      return -1;
    }
    if (buffer.remaining() > bodyLeft) {
      buffer.limit(buffer.position() + (int) bodyLeft);
    }
    int read = readWaiting(buffer);
    bodyLeft -= read;
    return read;
  }

  @Override
  public synchronized void reset() {
    SocketChannel old = channel;
    channel = null;
    line = null;
    bodyLeft = 0;
    closeQuietly(old);
  }

  @Override
  public void close() {
    closed = true;
    guard.forget(this);
    reset();
  }

  void closeIfWaiting(long now, long patienceNanos) {
    long since = waitingSince;
    if (since != 0 && now - since > patienceNanos) {
      stalled = true;
      synchronized (this) {
        closeQuietly(channel);
      }
    }
  }

  private RangeAnswer request(String token, long from, long to, ByteBuffer buffer)
      throws IOException {
    connect();
    String who =
        priority == null
            ? ""
            : "Authorization: Bearer %s\r\nPriority: %s\r\n".formatted(token, priority);
    RangeAnswer answer = ask("GET", who + "Range: bytes=%d-%d\r\n".formatted(from, to), buffer);
    bodyLeft = answer.contentLength() - buffer.remaining();
    closesAfterBody = answer.closes();
    if (bodyLeft < 0) {
      throw new IOException("answer is longer than its Content-Length");
    }
    return answer;
  }

  /**
   * @param buffer receives what has come of the body with the head
   */
  private RangeAnswer ask(String method, String headers, ByteBuffer buffer) throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(method, target, source.getRawAuthority(), headers);
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(head);
    ByteChannel out = open();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    buffer.clear();
    RangeAnswer answer;
    do {
      if (buffer.position() >= Math.min(MAX_HEAD_BYTES, buffer.capacity())) {
        throw new IOException("head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      // What comes beyond the head has not been asked of the limits: it shall be little.
      buffer.limit(Math.min(buffer.capacity(), buffer.position() + HEAD_BYTES));
      readWaiting(buffer);
      ByteBuffer seen = buffer.duplicate().flip();
      answer = RangeAnswer.parse(seen);
      if (answer != null) {
        buffer.limit(buffer.position()).position(seen.position());
      }
    } while (answer == null);
    return answer;
  }

  private void connect() throws IOException {
    if (connected()) {
      return;
    }
    SocketChannel fresh = SocketChannel.open();
    try {
      fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean secure = "https".equalsIgnoreCase(source.getScheme());
      int port =
          source.getPort() >= 0 ? source.getPort() : secure ? DEFAULT_TLS_PORT : DEFAULT_PORT;
      fresh
          .socket()
          .connect(new InetSocketAddress(source.getHost(), port), (int) CONNECT_TIMEOUT.toMillis());
      // Known before it shakes hands, which has no time limit of its own: now it can be ended.
      begin(fresh);
      ByteChannel ready =
          secure ? waiting(() -> TlsChannel.over(fresh, source.getHost(), port, tls)) : fresh;
      use(fresh, ready);
    } catch (IOException e) {
      reset();
      closeQuietly(fresh);
      throw e;
    }
  }

  private synchronized void begin(SocketChannel fresh) throws IOException {
    if (closed) {
      throw closedHere();
    }
    stalled = false;
    channel = fresh;
  }

  private synchronized void use(SocketChannel fresh, ByteChannel ready) throws IOException {
    if (channel != fresh) {
      throw closedHere();
    }
    line = ready;
  }

  private synchronized boolean connected() {
    return channel != null && channel.isOpen();
  }

  private synchronized ByteChannel open() throws IOException {
    if (line == null) {
      throw closedHere();
    }
    return line;
  }

  private int readWaiting(ByteBuffer buffer) throws IOException {
    ByteChannel from = open();
    int read = waiting(() -> from.read(buffer));
    if (read < 0) {
      throw new EOFException("the source closed the connection in the middle of an answer");
    }
    return read;
  }

  /** Waits for the peer under the eyes of the guard. */
  private <T> T waiting(ForPeer<T> step) throws IOException {
    long now = System.nanoTime();
    waitingSince = now == 0 ? 1 : now;
    try {
      return step.get();
    } catch (IOException e) {
      if (stalled) {
        throw new StalledException(guard.patience(), e);
      }
      throw e;
    } finally {
      waitingSince = 0;
    }
  }

  /** What can't go on before the peer has sent something. */
  @FunctionalInterface
  private interface ForPeer<T> {
    T get() throws IOException;
  }

  private static IOException closedHere() {
    return new IOException("connection was closed by this side");
  }

  /** Where it asks, for people. */
  @Override
  public String toString() {
    return source.getScheme() + "://" + source.getRawAuthority() + target;
  }

  private static void closeQuietly(SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The connection is being given up: nothing is lost with it.
      }
    }
  }
}
