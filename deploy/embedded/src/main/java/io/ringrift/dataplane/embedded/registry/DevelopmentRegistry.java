package io.ringrift.dataplane.embedded.registry;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry <b>for development and tests only</b>: it speaks the Confluent Schema Registry
 * API for Avro, keeps its schemas in the topic {@code _schemas} of the broker, and listens on
 * loopback without authentication. In production set {@code schema.registry.url} to a real one
 * (Confluent, Karapace, Apicurio).
 *
 * <p>What it can and can't do: {@code docs/reference/embedded.md}.
 */
public final class DevelopmentRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevelopmentRegistry.class);

  /** How long a request waits for the broker; a fresh broker needs a few seconds under load. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int THREADS = 8;
  private static final int WAITING_REQUESTS = 64;
  private static final int BACKLOG = 50;

  /**
   * Where the registry listens and keeps its schemas.
   *
   * @param bootstrapServers the broker that keeps the schemas
   * @param port port on 127.0.0.1, or 0 for a free one
   * @param patience how long a request waits for the broker before it fails with 50001
   * @param clientSettings Kafka client settings, for example for TLS
   */
  public record Options(
      String bootstrapServers, int port, Duration patience, Map<String, String> clientSettings) {
    public Options {
      clientSettings = Map.copyOf(clientSettings);
    }

    /** A registry on a free port. */
    public static Options on(String bootstrapServers) {
      return new Options(bootstrapServers, 0, PATIENCE, Map.of());
    }

    public Options withPort(int newPort) {
      return new Options(bootstrapServers, newPort, patience, clientSettings);
    }

    public Options withPatience(Duration newPatience) {
      return new Options(bootstrapServers, port, newPatience, clientSettings);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final SchemaLog log;

  private DevelopmentRegistry(HttpServer server, ExecutorService threads, SchemaLog log) {
    this.server = server;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Reads the schemas and starts to answer.
   *
   * @throws StartupException when the port is taken or the broker can't be reached
   */
  public static DevelopmentRegistry start(Options options) {
    int port = Ports.choose(options.port(), "registry");
    SchemaStore store = new SchemaStore();
    SchemaLog log =
        KafkaSchemaLog.open(
            store, options.bootstrapServers(), options.clientSettings(), options.patience());
    DevelopmentRegistry registry = start(port, store, log);
    LOG.info(
        "Schema registry ready on {} with {} versions of {} subjects (development only)",
        registry.url(),
        store.versions(false).size(),
        store.versions(false).stream().map(SchemaRecord.Version::subject).distinct().count());
    return registry;
  }

  /** Takes over the log: it is closed with the registry, or at once when the start fails. */
  static DevelopmentRegistry start(int port, SchemaStore store, SchemaLog log) {
    sendAnswersAtOnce();
    HttpServer server = bind(port, log);
    Router router = new Routes(new Subjects(store, log), new Policies(store, log)).router();
    ExecutorService threads = newThreads();
    server.createContext("/", new HttpFront(router));
    server.setExecutor(threads);
    server.start();
    return new DevelopmentRegistry(server, threads, log);
  }

  /** Value for {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening; a change on its way to the broker is finished first. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    log.close();
  }

  /**
   * The JDK's server writes head and body as two packets; with Nagle's algorithm, which it leaves
   * on, each answer on a kept connection waits 40 ms for the client's acknowledgement (measured).
   * It offers this property only, and reads it when the first server of the JVM is made.
   */
  private static void sendAnswersAtOnce() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static HttpServer bind(int port, SchemaLog log) {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      log.close();
      throw new StartupException(
          "the registry can't listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
  }

  /** When all are busy, the thread that accepts connections helps out, so clients wait. */
  private static ExecutorService newThreads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(WAITING_REQUESTS),
        task -> new Thread(task, "registry-http-" + number.incrementAndGet()),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
