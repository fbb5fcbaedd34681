package io.ringrift.dataplane.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder behind the JDK's HTTP server, as any plain file server would give it. */
public final class FileServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final Path folder;
  private final boolean ranges;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> grants = new CopyOnWriteArrayList<>();

  /**
   * @param ranges whether it gives ranges; else every answer is the whole file
   */
  public FileServer(Path folder, boolean ranges) throws IOException {
    this.folder = folder;
    this.ranges = ranges;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/files/", this::answer);
    server.createContext("/moved/", this::redirect);
    server.start();
  }

  /** Base URL. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files");
  }

  /** Method and status of each answer. */
  public List<String> asked() {
    return asked;
  }

  /** Grants that it was shown. */
  public List<String> grants() {
    return grants;
  }

  private void redirect(HttpExchange exchange) throws IOException {
    String file = exchange.getRequestURI().getRawPath().substring("/moved".length());
    exchange.getResponseHeaders().set("Location", url() + file);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String grant = exchange.getRequestHeaders().getFirst("Authorization");
    if (grant != null) {
      grants.add(grant);
    }
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring("/files/".length()));
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (!Files.isRegularFile(file)) {
      asked.add(exchange.getRequestMethod() + " 404");
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    long size = Files.size(file);
    exchange
        .getResponseHeaders()
        .set(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Files.getLastModifiedTime(file).toInstant().atOffset(ZoneOffset.UTC)));
    if (ranges) {
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    }
    String wanted = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    Matcher range = RANGE.matcher(wanted);
    boolean part = ranges && !head && range.matches();
    long from = part ? Long.parseLong(range.group(1)) : 0;
    long end = part ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
    if (part) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, end - 1, size));
    }
    asked.add(exchange.getRequestMethod() + (part ? " 206" : " 200"));
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(part ? 206 : 200, end - from == 0 ? -1 : end - from);
      send(file, from, end, exchange.getResponseBody());
    }
    exchange.close();
  }

  private static void send(Path file, long from, long end, OutputStream to) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      for (long left = end - from; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        to.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
