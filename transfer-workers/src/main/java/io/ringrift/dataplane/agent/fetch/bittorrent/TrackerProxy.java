package io.ringrift.dataplane.agent.fetch.bittorrent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracker that {@code aria2c} is told, on loopback: it asks the true one of the swarm, under
 * the port where others reach this node, and answers with addresses of this host in the place of
 * the members'. It knows only swarms that this node has a part in. Thread-safe.
 */
final class TrackerProxy implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerProxy.class);

  private static final String PATH = "/announce";

  /** Shorter than {@code aria2c} waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** A full list of members needs 1 KiB. */
  private static final int MOST_ANSWER_BYTES = 16 << 10;

  private static final int THREADS = 16;

  /** Under way at once, so that there is always a thread that answers {@code aria2c} at once. */
  private static final int MOST_QUESTIONS = 12;

  /** Of these to one host: one that doesn't answer must not keep others waiting. */
  private static final int MOST_QUESTIONS_OF_A_HOST = 4;

  private static final int THREAD_KEPT_SECONDS = 30;
  private static final int LEFT = 100;

  private final int publicPort;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Map<String, MeteredSwarm> swarms = new ConcurrentHashMap<>();
  private final Semaphore questions = new Semaphore(MOST_QUESTIONS);
  private final Map<String, Semaphore> questionsOfHosts = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** True trackers of the swarms that ended last: {@code aria2c} says so after it was told to. */
  private final Map<String, URI> left =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, URI> eldest) {
          return size() > LEFT;
        }
      };

  /**
   * @param publicPort where other members connect to this node
   */
  TrackerProxy(int publicPort) throws IOException {
    this.publicPort = publicPort;
    this.server = HttpServer.create(new InetSocketAddress(MemberAddresses.LOOPBACK, 0), 0);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_KEPT_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "swarm-tracker");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext(PATH, this::handle);
    server.start();
  }

  /** What {@code aria2c} is to ask. */
  URI announce() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  void open(String infoHash, MeteredSwarm swarm) {
    swarms.put(infoHash, swarm);
  }

  void close(String infoHash, MeteredSwarm swarm) {
    if (swarms.remove(infoHash, swarm)) {
      synchronized (left) {
        left.put(infoHash, swarm.tracker());
      }
    }
    swarm.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] answer;
      try {
        Announce announce =
            Announce.of(
                exchange.getRequestURI().getRawQuery(), exchange.getRemoteAddress().getAddress());
        answer = answer(announce).bencoded();
      } catch (IllegalArgumentException e) {
        exchange.sendResponseHeaders(400, -1);
        return;
      } catch (IOException e) {
        LOG.debug("a tracker can't be asked: {}", e.toString());
        exchange.sendResponseHeaders(502, -1);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private TrackerAnswer answer(Announce announce) throws IOException, InterruptedException {
    MeteredSwarm swarm = swarms.get(announce.infoHash());
    URI tracker = swarm == null ? leftOf(announce) : swarm.tracker();
    if (tracker == null) {
      return TrackerAnswer.failed("this node has no part in such a swarm");
    }
    TrackerAnswer answer = ask(tracker, announce);
    if (swarm == null || announce.leaving() || answer.failure() != null) {
      return new TrackerAnswer(answer.failure(), answer.intervalSeconds(), List.of());
    }
    return new TrackerAnswer(null, answer.intervalSeconds(), swarm.standIns(answer.peers()));
  }

  /** Null: it doesn't leave, or this node had no part in it. */
  private URI leftOf(Announce announce) {
    synchronized (left) {
      return announce.leaving() ? left.remove(announce.infoHash()) : null;
    }
  }

  private TrackerAnswer ask(URI tracker, Announce announce)
      throws IOException, InterruptedException {
    // Few hosts are asked, all of them sources that a worker has named.
    Semaphore ofHost =
        questionsOfHosts.computeIfAbsent(
            tracker.getAuthority(), unused -> new Semaphore(MOST_QUESTIONS_OF_A_HOST));
    if (!ofHost.tryAcquire()) {
      throw new IOException(tracker + " has not answered what it was asked before");
    }
    try {
      if (!questions.tryAcquire()) {
        throw new IOException("too many trackers don't answer");
      }
      try {
        return askNow(tracker, announce);
      } finally {
        questions.release();
      }
    } finally {
      ofHost.release();
    }
  }

  private TrackerAnswer askNow(URI tracker, Announce announce)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(tracker + "?" + announce.query(publicPort)))
            .GET()
            .build();
    HttpResponse<byte[]> answer = Exchange.begin(http, request, MOST_ANSWER_BYTES).await(PATIENCE);
    if (answer.statusCode() != 200) {
      throw new IOException("%s answers %d".formatted(tracker, answer.statusCode()));
    }
    return TrackerAnswer.of(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    swarms.values().forEach(MeteredSwarm::close);
  }
}
