package io.ringrift.dataplane.worker.call;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that begins its answers well: each call gets the head, then what the test says. */
public final class BadPeer implements Closeable {
  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new ArrayList<>();
  private final Body body;

  /** What comes after the head. */
  @FunctionalInterface
  public interface Body {
    void write(OutputStream out) throws IOException;
  }

  public BadPeer(Body body) throws IOException {
    this.body = body;
    Thread thread = new Thread(this::serve, "bad-peer");
    thread.setDaemon(true);
    thread.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        synchronized (open) {
          open.add(socket);
        }
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        body.write(socket.getOutputStream());
      } catch (IOException e) {
        // The caller has given up, or the test is over.
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (open) {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
