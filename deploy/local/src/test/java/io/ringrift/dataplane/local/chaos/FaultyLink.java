package io.ringrift.dataplane.local.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bad line to a server: a TCP proxy of which a share of the connections, chosen by dice, is
 * cut, truncated, slow, silent, or has a bit flipped, somewhere on the way.
 *
 * <p>Bits are flipped only in connections that carry an item, whose hash has to find it. Orders and
 * answers about them are small JSON without a checksum of its own; what guards them on a network
 * that lets wrong bits through is TLS.
 */
final class FaultyLink implements Closeable {
  private static final List<LinkFault> FAULTS = List.of(LinkFault.values());
  private static final int BUFFER_BYTES = 16 << 10;

  /** A fault hits this byte at the latest: log-uniform, so that small items are hit as well. */
  private static final int FARTHEST_BYTE_BITS = 24;

  private static final long SLOW_NANOS_PER_BUFFER = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SLOW_FOR_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final int serverPort;
  private final double share;
  private final List<String> itemRequests;
  private final SplittableRandom dice;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<LinkFault, AtomicLong> done = new EnumMap<>(LinkFault.class);
  private final AtomicLong connections = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param serverPort on loopback; need not be listened on yet
   * @param share of the connections that are bad, 0..1
   * @param itemRequests a connection whose first bytes are one of these carries an item
   */
  FaultyLink(int serverPort, double share, List<String> itemRequests, SplittableRandom dice) {
    this.serverPort = serverPort;
    this.share = share;
    this.itemRequests = List.copyOf(itemRequests);
    this.dice = dice;
    for (LinkFault fault : LinkFault.values()) {
      done.put(fault, new AtomicLong());
    }
    try {
      listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Connections made. */
  long connections() {
    return connections.get();
  }

  /** Faults that happened: not those that were thrown for a byte that never came. */
  long happened(LinkFault fault) {
    return done.get(fault).get();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    open.forEach(FaultyLink::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        Trouble trouble = nextTrouble();
        daemon(() -> connect(client, trouble));
      }
    } catch (IOException e) {
      // The listener was closed.
    }
  }

  private void connect(Socket client, Trouble trouble) {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    } catch (IOException e) {
      // Nobody listens, as behind any line.
      closeQuietly(client);
      return;
    }
    open.add(client);
    open.add(server);
    daemon(() -> copy(server, client, trouble, false));
    copy(client, server, trouble, true);
  }

  private Trouble nextTrouble() {
    if (dice.nextDouble() >= share) {
      return new Trouble(null, 0, false);
    }
    LinkFault fault = FAULTS.get(dice.nextInt(FAULTS.size()));
    long at = dice.nextLong(1L << (1 + dice.nextInt(FARTHEST_BYTE_BITS)));
    return new Trouble(fault, at, dice.nextInt(4) == 0);
  }

  private void copy(Socket from, Socket to, Trouble trouble, boolean up) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      long passed = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (up && passed == 0) {
          trouble.begins(new String(buffer, 0, Math.min(read, 32), StandardCharsets.ISO_8859_1));
        }
        int good =
            trouble.up == up ? trouble.misbehave(buffer, read, passed, List.of(from, to)) : read;
        out.write(buffer, 0, good);
        if (good < read) {
          return;
        }
        passed += read;
      }
    } catch (IOException e) {
      // Either side has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** What happens to one connection, and where. */
  private final class Trouble {
    private final LinkFault fault;
    private final long at;
    private final boolean up;
    private volatile boolean carriesItem;
    private long slowSince;

    /**
     * @param fault null: none
     * @param at the byte that it hits
     * @param up whether in what the client sends
     */
    Trouble(LinkFault fault, long at, boolean up) {
      this.fault = fault;
      this.at = at;
      this.up = up;
    }

    void begins(String request) {
      carriesItem = itemRequests.stream().anyMatch(request::startsWith);
    }

    /** How many of the bytes are passed on; fewer than there are: then no more. */
    int misbehave(byte[] buffer, int count, long passed, List<Socket> ends)
        throws IOException, InterruptedException {
      if (fault == null || passed + count <= at) {
        return count;
      }
      boolean now = passed <= at;
      int place = (int) Math.max(0, at - passed);
      switch (fault) {
        case CUT -> {
          happens();
          for (Socket end : ends) {
            end.setSoLinger(true, 0);
          }
          throw new IOException("cut");
        }
        case TRUNCATE -> {
          happens();
          return place;
        }
        case FLIP -> {
          if (now && carriesItem) {
            happens();
            buffer[place] ^= (byte) (1 << (at & 7));
          }
        }
        case SLOW -> {
          if (now) {
            happens();
            slowSince = System.nanoTime();
          }
          if (System.nanoTime() - slowSince < SLOW_FOR_NANOS) {
            TimeUnit.NANOSECONDS.sleep(SLOW_NANOS_PER_BUFFER);
          }
        }
        case SILENT -> {
          happens();
          closing.await();
        }
      }
      return count;
    }

    private void happens() {
      done.get(fault).incrementAndGet();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(null, task, "faulty-link", 256 << 10);
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
