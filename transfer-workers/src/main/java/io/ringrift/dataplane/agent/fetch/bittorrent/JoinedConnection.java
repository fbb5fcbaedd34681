package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection with {@code aria2c} and one with another member, joined: what comes by one goes on
 * by the other once it is paid for. What isn't paid for waits in the kernel's buffers, and then
 * with who sends it.
 */
final class JoinedConnection implements Closeable {
  /** Small beside a turn of most limits, so that it adds little to what a turn lets through. */
  private static final int BUFFER_BYTES = 32 * 1024;

  private final SocketChannel own;
  private final SocketChannel member;
  private final Meter meter;
  private volatile long movedNanos = System.nanoTime();
  private volatile boolean halfClosed;

  /**
   * @param own with {@code aria2c}
   */
  JoinedConnection(SocketChannel own, SocketChannel member, Meter meter) {
    this.own = own;
    this.member = member;
    this.meter = meter;
  }

  /** Carries what this node sends, until that has ended. */
  void send() {
    carry(own, member, meter.sent());
  }

  /** Carries what this node receives, until that has ended. */
  void receive() {
    carry(member, own, meter.received());
  }

  /** When bytes moved last, in either direction, as {@link System#nanoTime} says it. */
  long movedNanos() {
    return movedNanos;
  }

  /** Whether one side has said all that it has to say. */
  boolean halfClosed() {
    return halfClosed;
  }

  private void carry(SocketChannel from, SocketChannel to, Bandwidth limit) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (from.read(buffer.clear()) >= 0) {
        pass(buffer.flip(), to, limit);
      }
      // What the other side has still to say is carried to its end.
      halfClosed = true;
      to.shutdownOutput();
    } catch (IOException e) {
      // Either side has gone, or this was closed.
      close();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  private void pass(ByteBuffer buffer, SocketChannel to, Bandwidth limit)
      throws IOException, InterruptedException {
    int end = buffer.limit();
    while (buffer.position() < end) {
      int portion = limit.take(end - buffer.position(), meter.weight().getAsInt());
      buffer.limit(buffer.position() + portion);
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      movedNanos = System.nanoTime();
    }
  }

  @Override
  public void close() {
    for (SocketChannel each : new SocketChannel[] {own, member}) {
      try {
        each.close();
      } catch (IOException e) {
        // It is being given up.
      }
    }
  }
}
