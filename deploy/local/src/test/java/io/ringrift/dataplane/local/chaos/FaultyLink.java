package io.ringrift.dataplane.local.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The bad line to a server: a TCP proxy of which a share of the connections, chosen by dice, is
 * cut, truncated, slow, silent, or has a bit flipped, somewhere on the way.
 *
 * <p>Bits are flipped only where {@link ItemBytes} says that an item passes: a flip waits for that.
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
  private final Supplier<ItemBytes> itemBytes;
  private final SplittableRandom dice;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<LinkFault, AtomicLong> done = new EnumMap<>(LinkFault.class);
  private final AtomicLong connections = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param serverPort on loopback; need not be listened on yet
   * @param share of the connections that are bad, 0..1
   * @param itemBytes gives the rule of one connection
   */
  FaultyLink(int serverPort, double share, Supplier<ItemBytes> itemBytes, SplittableRandom dice) {
    this.serverPort = serverPort;
    this.share = share;
    this.itemBytes = itemBytes;
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

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
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
      return new Trouble(null, 0, false, itemBytes.get());
    }
    LinkFault fault = FAULTS.get(dice.nextInt(FAULTS.size()));
    long at = dice.nextLong(1L << (1 + dice.nextInt(FARTHEST_BYTE_BITS)));
    return new Trouble(fault, at, dice.nextInt(4) == 0, itemBytes.get());
  }

  private void copy(Socket from, Socket to, Trouble trouble, boolean up) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      long passed = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int items = trouble.itemBytes.begin(up, buffer, read);
        if (trouble.fault == LinkFault.FLIP) {
          trouble.flip(buffer, items, read, passed);
        }
        int good = trouble.up == up ? trouble.misbehave(read, passed, List.of(from, to)) : read;
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
    private final ItemBytes itemBytes;
    private final AtomicBoolean flipped = new AtomicBoolean();
    private long slowSince;

    /**
     * @param fault null: none
     * @param at the byte that it hits
     * @param up whether in what the client sends; a flip: wherever the item is
     */
    Trouble(LinkFault fault, long at, boolean up, ItemBytes itemBytes) {
      this.fault = fault;
      this.at = at;
      this.up = up;
      this.itemBytes = itemBytes;
    }

    /** Once, in the first byte of an item from the one on that it was thrown for. */
    void flip(byte[] buffer, int begin, int count, long passed) {
      int place = (int) Math.min(count, Math.max(begin, at - passed));
      if (place < count && flipped.compareAndSet(false, true)) {
        happens();
        buffer[place] ^= (byte) (1 << (at & 7));
      }
    }

    /** How many of the bytes are passed on; fewer than there are: then no more. */
    int misbehave(int count, long passed, List<Socket> ends)
        throws IOException, InterruptedException {
      if (fault == null || passed + count <= at) {
        return count;
      }
      boolean now = passed <= at;
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
          return (int) Math.max(0, at - passed);
        }
        case FLIP -> {
          // Was done, or waits for an item's bytes.
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
