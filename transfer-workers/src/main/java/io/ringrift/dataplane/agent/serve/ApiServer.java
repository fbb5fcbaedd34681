package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server with a bounded number of connections, whose errors are JSON. */
final class ApiServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private static final int MAX_CONNECTIONS = 512;
  private static final int BACKLOG = 128;
  private static final String HEALTH = "/v1/health";

  /** Seconds, where times are meant; documented in the module jdk.httpserver. */
  private static final Map<String, String> PLATFORM_LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.idleInterval", "60",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "sun.net.httpserver.maxIdleConnections", "200",
          "jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS),
          "sun.net.httpserver.nodelay", "true");

  private final Tls tls;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final String paths;

  /**
   * Binds the address.
   *
   * @param tls whether it speaks TLS, and whether clients have to show a certificate
   * @param paths what it answers, for who asks for something else
   * @throws IOException if the address can't be bound
   */
  ApiServer(InetSocketAddress address, Tls tls, String paths, Supplier<JsonNode> health)
      throws IOException {
    // Read once, when the first server of the process is made.
    PLATFORM_LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    this.paths = paths;
    this.tls = tls;
    this.server = bind(address, tls);
    // The thread that reads a request waits for its client: as many clients as may connect, so that
    // slow ones keep nobody but themselves.
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "http"));
    server.setExecutor(threads);
    serve("/", exchange -> notFound());
    serve(HEALTH, exchange -> health(exchange, health));
  }

  private static HttpServer bind(InetSocketAddress address, Tls tls) throws IOException {
    try {
      return tls.serves() ? secure(address, tls) : HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "can't listen at %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /**
   * A client without a certificate gets through the handshake, to be told what it lacks; one with a
   * certificate of somebody else doesn't.
   */
  private static HttpServer secure(InetSocketAddress address, Tls tls) throws IOException {
    HttpsServer secure = HttpsServer.create(address, BACKLOG);
    secure.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters all = getSSLContext().getDefaultSSLParameters();
            all.setWantClientAuth(tls.asksClients());
            parameters.setSSLParameters(all);
          }
        });
    return secure;
  }

  void start() {
    server.start();
  }

  /** The address that was bound. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  void serve(String path, Endpoint endpoint) {
    server.createContext(
        path,
        exchange ->
            answer(
                exchange,
                same -> {
                  requireCertificate(same);
                  endpoint.handle(same);
                }));
  }

  private void requireCertificate(HttpExchange exchange) throws ApiException {
    if (!tls.asksClients()) {
      return;
    }
    try {
      ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
    } catch (SSLPeerUnverifiedException e) {
      throw new ApiException(
          ApiError.UNTRUSTED_PEER, "this agent asks its clients for a certificate (mutual TLS)");
    }
  }

  /** As {@link #serve}, for callers on this host, who need no certificate. */
  void serveHost(String path, Endpoint endpoint) {
    server.createContext(path, exchange -> answer(exchange, endpoint));
  }

  /**
   * Has the endpoint answer, or answers with what it throws.
   *
   * @throws IOException if the client is gone. The JDK's server has to hear of it, in its own call:
   *     a connection that only its exchange has closed counts towards the limit for ever
   */
  static void answer(HttpExchange exchange, Endpoint endpoint) throws IOException {
    try (exchange) {
      try {
        endpoint.handle(exchange);
      } catch (ApiException e) {
        Json.write(exchange, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        Json.write(exchange, new ApiException(ApiError.BUSY, "the agent is shutting down"));
      } catch (RuntimeException e) {
        LOG.error("{} {} broke", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        Json.write(exchange, new ApiException(ApiError.INTERNAL_ERROR, e.toString()));
      }
      // What fails here the exchange's own end would keep for itself.
      exchange.getResponseBody().close();
    } catch (IOException e) {
      LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
      throw e;
    }
  }

  private void notFound() throws ApiException {
    throw new ApiException(ApiError.NOT_FOUND, "paths are " + HEALTH + paths);
  }

  private void health(HttpExchange exchange, Supplier<JsonNode> health)
      throws ApiException, IOException {
    if (!exchange.getRequestURI().getRawPath().equals(HEALTH)) {
      notFound();
    }
    Json.write(exchange, 200, health.get());
  }
}
