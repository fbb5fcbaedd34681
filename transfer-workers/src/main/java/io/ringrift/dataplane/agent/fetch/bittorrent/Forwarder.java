package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections at addresses of this node and joins each to another one. One thread takes all
 * of them; each has two, one a direction, as long as it lives. Thread-safe.
 */
final class Forwarder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  private static final int CONNECT_MILLIS = 10_000;
  private static final long SWEEP_MILLIS = 5_000;
  private static final long ACCEPT_PAUSE_MILLIS = 200;
  private static final long THREAD_KEPT_SECONDS = 30;
  private static final int BACKLOG = 50;

  /** Members say something every two minutes at least. */
  private static final Duration IDLE = Duration.ofMinutes(4);

  /** One side has gone, and the other has nothing more to say. */
  private static final Duration IDLE_HALF_CLOSED = Duration.ofSeconds(15);

  /** Each takes a file descriptor, of which the agent has more use for others. */
  private static final int MOST_LISTENERS = 2_000;

  private final Selector selector = Selector.open();
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Set<JoinedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;

  /**
   * @param mostConnections at once, of all listeners together; theirs must not add up to more
   */
  Forwarder(int mostConnections) throws IOException {
    this.threads =
        new ThreadPoolExecutor(
            0,
            1 + 2 * mostConnections,
            THREAD_KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "swarm-forwarder");
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::acceptAll);
  }

  /** Makes the other end of a connection that was accepted. */
  @FunctionalInterface
  interface Dial {
    JoinedConnection dial(SocketChannel accepted) throws IOException;
  }

  /** An address where connections are taken. */
  final class Listener implements Closeable {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Semaphore room;
    private final Dial dial;
    private final Set<JoinedConnection> joined = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Listener(ServerSocketChannel channel, Semaphore room, Dial dial) throws IOException {
      this.channel = channel;
      this.address = (InetSocketAddress) channel.getLocalAddress();
      this.room = room;
      this.dial = dial;
    }

    InetSocketAddress address() {
      return address;
    }

    boolean unused() {
      return joined.isEmpty();
    }

    /** Ends its connections, too. */
    @Override
    public void close() {
      closed = true;
      listeners.remove(this);
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("{} can't be closed: {}", address, e.toString());
      }
      // Only then is the port given back.
      selector.wakeup();
      joined.forEach(JoinedConnection::close);
    }
  }

  /**
   * Takes connections from now on.
   *
   * @param room permits, one a connection; without one it is closed at once
   * @throws IOException if the address can't be bound
   */
  Listener listen(InetSocketAddress at, Semaphore room, Dial dial) throws IOException {
    if (listeners.size() >= MOST_LISTENERS) {
      throw new IOException("%,d addresses are listened at".formatted(MOST_LISTENERS));
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(at, BACKLOG);
      channel.configureBlocking(false);
      Listener listener = new Listener(channel, room, dial);
      listeners.add(listener);
      channel.register(selector, SelectionKey.OP_ACCEPT, listener);
      selector.wakeup();
      return listener;
    } catch (IOException | ClosedSelectorException e) {
      channel.close();
      throw new IOException(
          "can't listen at %s:%d: %s".formatted(at.getHostString(), at.getPort(), e), e);
    }
  }

  /** Whether connections to that address are taken here, one that is bound to all of them aside. */
  boolean listensAt(InetSocketAddress address) {
    return listeners.stream().anyMatch(listener -> listener.address.equals(address));
  }

  /**
   * Connects.
   *
   * @param from address of this host; null: any
   */
  static SocketChannel connect(InetAddress from, InetSocketAddress to) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      if (from != null) {
        channel.bind(new InetSocketAddress(from, 0));
      }
      channel.socket().connect(to, CONNECT_MILLIS);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void acceptAll() {
    while (selector.isOpen()) {
      try {
        acceptSome();
      } catch (ClosedSelectorException e) {
        LOG.debug("no more connections are taken");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // Nobody would begin anew: without this thread the node is in no swarm any more.
        LOG.error("connections with members of swarms could not be taken", e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ACCEPT_PAUSE_MILLIS));
      }
    }
  }

  private void acceptSome() throws IOException, InterruptedException {
    selector.select(SWEEP_MILLIS);
    Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
    while (ready.hasNext()) {
      Listener listener = (Listener) ready.next().attachment();
      ready.remove();
      accept(listener);
    }
    endIdle();
  }

  private void accept(Listener listener) throws InterruptedException {
    try {
      SocketChannel accepted = listener.channel.accept();
      if (accepted == null) {
        return;
      }
      if (!listener.room.tryAcquire()) {
        LOG.debug("no room for a connection at {}", listener.address);
        accepted.close();
        return;
      }
      boolean served = false;
      try {
        threads.execute(() -> serve(listener, accepted));
        served = true;
      } catch (RejectedExecutionException e) {
        LOG.debug("no thread for a connection at {}", listener.address);
      } finally {
        if (!served) {
          listener.room.release();
          accepted.close();
        }
      }
    } catch (IOException e) {
      if (!listener.closed) {
        LOG.warn("no connection with a member of a swarm: {}", e.toString());
        // Without file descriptors every try fails at once, until some are given back.
        TimeUnit.MILLISECONDS.sleep(ACCEPT_PAUSE_MILLIS);
      }
    }
  }

  private void serve(Listener listener, SocketChannel accepted) {
    try (accepted) {
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      try (JoinedConnection joined = listener.dial.dial(accepted)) {
        connections.add(joined);
        listener.joined.add(joined);
        try {
          if (!listener.closed) {
            carry(joined);
          }
        } finally {
          listener.joined.remove(joined);
          connections.remove(joined);
        }
      }
    } catch (IOException e) {
      LOG.debug("a connection at {} ended: {}", listener.address, e.toString());
    } catch (RejectedExecutionException e) {
      LOG.debug("no second thread for a connection at {}", listener.address);
    } finally {
      listener.room.release();
    }
  }

  private void carry(JoinedConnection joined) {
    Future<?> back = threads.submit(joined::receive);
    joined.send();
    try {
      back.get();
    } catch (ExecutionException e) {
      LOG.error("a connection with a member of a swarm broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endIdle() {
    long now = System.nanoTime();
    for (JoinedConnection joined : connections) {
      Duration patience = joined.halfClosed() ? IDLE_HALF_CLOSED : IDLE;
      if (now - joined.movedNanos() > patience.toNanos()) {
        joined.close();
      }
    }
  }

  /** Ends all connections. */
  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("connections may still be taken: {}", e.toString());
    }
    listeners.forEach(Listener::close);
    threads.shutdownNow();
  }
}
