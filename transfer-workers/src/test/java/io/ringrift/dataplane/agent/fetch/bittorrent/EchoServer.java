package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says back what it hears, on loopback. */
final class EchoServer implements Closeable {
  private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final List<InetAddress> callers = new CopyOnWriteArrayList<>();

  EchoServer() throws IOException {
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Who has connected. */
  List<InetAddress> callers() {
    return callers;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        callers.add(client.getInetAddress());
        daemon(() -> echo(client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
