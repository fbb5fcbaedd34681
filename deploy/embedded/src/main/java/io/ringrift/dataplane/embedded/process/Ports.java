package io.ringrift.dataplane.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports. */
public final class Ports {
  /**
   * Free ports are taken below 32768, where Linux begins to give ports to outgoing connections: no
   * client's socket can take one between our look and the server's bind.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_767;
  private static final int ATTEMPTS = 200;
  private static final int REMEMBERED = 1_000;

  /** Given last. Somebody who needs two ports asks for the second one before he binds the first. */
  private static final Set<Integer> GIVEN = new LinkedHashSet<>();

  private Ports() {}

  /**
   * A port of 127.0.0.1 that nobody listens on now, and that is none of the last {@value
   * #REMEMBERED} that were given in this process.
   */
  public static int free() {
    synchronized (GIVEN) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
        if (!GIVEN.contains(port) && isFree(port)) {
          remember(port);
          return port;
        }
      }
    }
    throw new StartupException(
        "no free port on 127.0.0.1 in " + ATTEMPTS + " tries of " + LOWEST + ".." + HIGHEST);
  }

  private static void remember(int port) {
    GIVEN.add(port);
    if (GIVEN.size() > REMEMBERED) {
      GIVEN.remove(GIVEN.iterator().next());
    }
  }

  /**
   * The port to listen on: {@code wanted}, or a free one when it is 0.
   *
   * @param owner who wants it, for the message
   * @throws StartupException when the port is taken or is not 0..65535
   */
  public static int choose(int wanted, String owner) {
    if (wanted < 0 || wanted > 65_535) {
      throw new StartupException(
          "port of the " + owner + " is " + wanted + "; allowed are 1..65535, or 0 for a free one");
    }
    if (wanted == 0) {
      return free();
    }
    if (!isFree(wanted)) {
      throw new StartupException(
          "port "
              + wanted
              + " of the "
              + owner
              + " is in use on 127.0.0.1: end the process that holds it or choose another port");
    }
    return wanted;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
