package io.ringrift.dataplane.agent.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpPusher;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.Validation;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push to a target whose server cuts what takes too long, and keeps every whole MiB of it. */
class BadLineTest {
  private static final long MIB = 1 << 20;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/\\d+");

  @TempDir private Path folder;
  private HttpServer target;
  private PushTask task;
  private volatile Line line;
  private volatile long there;
  private volatile boolean silent;

  /** How many bytes of a range arrive; less than all: it is cut then. */
  private interface Line {
    long carries(long from, long length);
  }

  @BeforeEach
  void start() throws IOException {
    target = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    target.createContext("/v1/pulls", exchange -> write(exchange, status()));
    target.createContext("/v1/uploads/", this::upload);
    target.start();
    task = task(32 * MIB);
  }

  @AfterEach
  void stop() {
    target.stop(0);
  }

  @Test
  void goesOnAsLongAsBytesArriveEachTime() throws Exception {
    // Even the smallest range takes so long that its answer is never heard.
    line = (from, length) -> cut(MIB);

    assertThat(push().sequence()).isEqualTo(17);
  }

  @Test
  void asksForLessWhenALineBecomesSlow() throws Exception {
    line = (from, length) -> from < 8 * MIB || length <= MIB ? length : 0;

    assertThat(push().sequence()).isEqualTo(17);
  }

  @Test
  void givesUpWhereNothingArrives() throws Exception {
    line = (from, length) -> from < 2 * MIB ? length : 0;

    assertThat(catchThrowableOfType(FetchFailure.class, this::push).code())
        .isEqualTo(FailureCode.TARGET_AWAY);
    assertThat(task.progress()).isEqualTo(3 * MIB);
  }

  private long cut(long carried) {
    silent = true;
    return carried;
  }

  private PullStatus.Received push() throws Exception {
    FileStamp stamp = FileStamp.of(Files.readAttributes(task.file(), BasicFileAttributes.class));
    return new P2pHttpPusher("gpu-1", Duration.ofSeconds(5), Tls.NONE)
        .push(
            task,
            new Content(
                task.order().sha256(),
                stamp,
                Validation.VALID,
                null,
                stamp.modified(),
                null,
                null,
                null));
  }

  private PushTask task(long size) throws IOException {
    PullOrder order;
    try {
      order =
          new PullOrder(
              "op-1",
              1,
              ItemPatterns.STANDARD.name("models/hex8_2p/a.pth"),
              "ab".repeat(32),
              size,
              PullOrder.Direction.PUSH,
              "gpu-2",
              URI.create("http://127.0.0.1:" + target.getAddress().getPort()),
              PullPriority.HIGH,
              "p2p_http",
              null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    Path file = Files.write(folder.resolve("content"), new byte[Math.toIntExact(size)]);
    return new PushTask(order, new PullSources(order, "grant"), file, List.of(), new AtomicLong());
  }

  private String status() {
    return there == task.order().sizeBytes()
        ? "{\"state\":\"DONE\",\"boot\":3,\"sequence\":17,\"path\":\"/x\"}"
        : "{\"state\":\"RUNNING\"}";
  }

  private void upload(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      write(
          exchange,
          "{\"missing\":[{\"from\":%d,\"to\":%d}]}".formatted(there, task.order().sizeBytes()));
      return;
    }
    Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
    assertThat(range.matches()).isTrue();
    long from = Long.parseLong(range.group(1));
    long length = Long.parseLong(range.group(2)) + 1 - from;
    silent = false;
    long carried = line.carries(from, length);
    exchange.getRequestBody().readNBytes(Math.toIntExact(carried));
    there = from + carried;
    if (carried < length || silent) {
      exchange.close();
    } else {
      write(exchange, "{}");
    }
  }

  private static void write(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
