package io.ringrift.dataplane.contract.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request to the first registry that answers.
 *
 * <p>A URL that doesn't connect, times out or answers 408, 429 or 5xx is left for the next one at
 * once; after a round over all of them there is a pause, which doubles. The URL that answered last
 * is asked first next time. Any other answer is final, also when it is a refusal.
 */
final class RegistryHttp {

  /** Waits between rounds; tests pass one that doesn't. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** Confluent's code for an answer whose body it can't read. */
  private static final int UNREADABLE = 50005;

  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private final RegistryConfig config;
  private final Pause pause;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private volatile int preferred;

  RegistryHttp(RegistryConfig config, Pause pause) {
    this.config = config;
    this.pause = pause;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(config.connectTimeout());
    if (config.tls() != null) {
      builder.sslContext(config.tls());
    }
    if (config.proxy() != null) {
      builder.proxy(config.proxy());
    }
    this.http = builder.build();
  }

  /**
   * @param path with its query, after the base URL
   * @param body null: none
   */
  JsonNode send(String method, String path, JsonNode body) {
    int urls = config.urls().size();
    String lastFault = null;
    IOException lastCause = null;
    for (int round = 0; round <= config.maxRetries(); round++) {
      if (round > 0) {
        waitBefore(round, lastFault);
      }
      int first = preferred;
      for (int i = 0; i < urls; i++) {
        int index = (first + i) % urls;
        String url = config.urls().get(index) + path;
        try {
          HttpResponse<String> response = exchange(method, url, body);
          if (!PASSING.contains(response.statusCode())) {
            preferred = index;
            return answer(method + " " + url, response);
          }
          lastFault = method + " " + url + " answered " + response.statusCode();
        } catch (IOException e) {
          lastFault = method + " " + url + ": " + e;
          lastCause = e;
        }
      }
    }
    throw new RegistryUnreachableException(
        "no schema registry answers (" + lastFault + "; gave up after " + rounds() + ")",
        lastCause);
  }

  private String rounds() {
    int rounds = config.maxRetries() + 1;
    return rounds == 1 ? "1 try" : rounds + " tries";
  }

  private void waitBefore(int round, String fault) {
    long doubled = config.retryWait().toMillis() << Math.min(round - 1, 20);
    long wait = Math.min(doubled, config.retryMaxWait().toMillis());
    // Half of it at random, so that all the clients of a registry that comes back don't come at
    // once.
    long jittered = wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
    LOG.warn("Schema registry: {}; next try in {} ms", fault, jittered);
    try {
      pause.sleep(Duration.ofMillis(jittered));
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private HttpResponse<String> exchange(String method, String url, JsonNode body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(config.readTimeout())
            .header("Accept", CONTENT_TYPE + ", application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    config.headers().forEach(request::setHeader);
    return whole(http.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  /** The client's own time limit ends with the head: a body that never ends would be waited for. */
  private HttpResponse<String> whole(CompletableFuture<HttpResponse<String>> answer)
      throws IOException {
    Duration patience = config.connectTimeout().plus(config.readTimeout());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer in " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      answer.cancel(true);
    }
  }

  private JsonNode answer(String request, HttpResponse<String> response) {
    int status = response.statusCode();
    JsonNode body;
    try {
      body = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new RegistryException(
          request + " answered " + status + " with a body that is no JSON", status, UNREADABLE);
    }
    if (status / 100 == 2) {
      return body;
    }
    int code = body.path("error_code").asInt(UNREADABLE);
    String message =
        request + " answered " + status + ": " + body.path("message").asText("no message");
    // Registries disagree on the code inside (409, 40901), not on the status.
    if (status == 409) {
      throw new IncompatibleSchemaException(message, code);
    }
    if (status == 404 && code >= 40401 && code <= 40403) {
      throw new SchemaNotFoundException(message, code);
    }
    throw new RegistryException(message, status, code);
  }
}
