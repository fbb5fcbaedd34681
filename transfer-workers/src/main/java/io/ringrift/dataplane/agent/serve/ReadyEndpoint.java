package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.serve.ReadyData.Answer;
import io.ringrift.dataplane.agent.serve.ReadyData.Wish;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/ready?config=C&wait=60s}: the path of training data, for trainers on this host. It
 * needs no grant, so it is answered to this host alone.
 */
final class ReadyEndpoint implements Endpoint {
  static final String PATH = "/v1/ready";

  private static final Logger LOG = LoggerFactory.getLogger(ReadyEndpoint.class);
  private static final long ROUND_MILLIS = 100;
  private static final int MAX_WAITERS = 256;
  private static final Duration MAX_WAIT = Duration.ofMinutes(10);
  private static final Pattern WAIT = Pattern.compile("(\\d{1,6})(ms|s|m)");

  private final ReadyData data;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private long seen;

  private record Waiter(Wish wish, long deadlineNanos, CompletableFuture<JsonNode> answer) {}

  /**
   * @param timer looks whether what somebody waits for has come
   */
  ReadyEndpoint(ReadyData data, ScheduledExecutorService timer) {
    this.data = data;
    timer.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      look();
    } catch (RuntimeException e) {
      // A round that throws would be the last one.
      LOG.error("a look for those who wait for data broke", e);
    }
  }

  /** Who waits keeps the thread of the connection, as the server wants it; nobody else needs it. */
  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    try {
      Json.write(exchange, 200, answer(exchange).get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private CompletableFuture<JsonNode> answer(HttpExchange exchange) throws ApiException {
    refuseStrangers(exchange);
    URI uri = exchange.getRequestURI();
    if (!uri.getRawPath().equals(PATH)) {
      throw new ApiException(ApiError.NOT_FOUND, "no such path");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed is GET");
    }
    String config =
        Segment.parameter("config", uri)
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () -> new ApiException(ApiError.BAD_REQUEST, "config is missing, e.g. hex8_2p"));
    Wish wish = new Wish(config, Segment.parameter("sha256", uri));
    Duration wait = wait(Segment.parameter("wait", uri));
    Answer answer = data.find(wish);
    if (answer instanceof Answer.Ready || wait.isZero()) {
      return CompletableFuture.completedFuture(json(wish, answer));
    }
    if (count.incrementAndGet() > MAX_WAITERS) {
      count.decrementAndGet();
      throw new ApiException(ApiError.BUSY, MAX_WAITERS + " others wait already");
    }
    Waiter waiter = new Waiter(wish, System.nanoTime() + wait.toNanos(), new CompletableFuture<>());
    waiters.add(waiter);
    // It may have come between the first look and the entry into the queue.
    if (data.find(wish) instanceof Answer.Ready ready) {
      tell(waiter, ready);
    }
    return waiter.answer();
  }

  private void look() {
    long version = data.version();
    boolean changed = version != seen;
    seen = version;
    long now = System.nanoTime();
    // Many wait for the same.
    Map<Wish, Answer> answers = new HashMap<>();
    for (Waiter waiter : waiters) {
      boolean late = now - waiter.deadlineNanos() >= 0;
      if (changed || late) {
        Answer answer = answers.computeIfAbsent(waiter.wish(), data::find);
        if (late || answer instanceof Answer.Ready) {
          tell(waiter, answer);
        }
      }
    }
  }

  private void tell(Waiter waiter, Answer answer) {
    if (waiters.remove(waiter)) {
      count.decrementAndGet();
      waiter.answer().complete(json(waiter.wish(), answer));
    }
  }

  private static JsonNode json(Wish wish, Answer answer) {
    ObjectNode json = Json.object();
    json.put("ready", answer instanceof Answer.Ready);
    json.put("config_key", wish.configKey());
    if (answer instanceof Answer.NotYet notYet) {
      json.put("reason", notYet.reason());
      json.put("detail", notYet.detail());
      return json;
    }
    Holding holding = ((Answer.Ready) answer).holding();
    Content content = holding.content();
    json.put("path", ((Answer.Ready) answer).path().toString());
    json.put("item_id", holding.name().itemId());
    json.put("sha256", content.sha256());
    json.put("size_bytes", content.stamp().size());
    if (content.sampleCount() != null) {
      json.put("sample_count", content.sampleCount());
    }
    json.put("content_time", content.contentTime().toString());
    json.put("verified", content.validation() == Validation.VALID ? "read" : "received");
    return json;
  }

  private static void refuseStrangers(HttpExchange exchange) throws ApiException {
    if (!isThisHost(
        exchange.getRemoteAddress().getAddress(), exchange.getLocalAddress().getAddress())) {
      throw new ApiException(
          ApiError.UNAUTHORISED, PATH + " is answered to this host only", null, "not_local", 0);
    }
  }

  /** An agent that is bound to one address of its host sees its neighbours come from there. */
  static boolean isThisHost(InetAddress caller, InetAddress called) {
    return caller.isLoopbackAddress() || caller.equals(called);
  }

  private static Duration wait(Optional<String> text) throws ApiException {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    Matcher matcher = WAIT.matcher(text.get());
    if (!matcher.matches()) {
      throw new ApiException(
          ApiError.BAD_REQUEST, "wait is '" + text.get() + "', allowed is e.g. 500ms, 60s or 5m");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration wait =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          default -> Duration.ofMinutes(amount);
        };
    return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
  }
}
