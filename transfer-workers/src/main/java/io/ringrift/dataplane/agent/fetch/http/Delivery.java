package io.ringrift.dataplane.agent.fetch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.fetch.http.TargetCalls.Answer;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Brings one content to a target: orders the pull there, sends what is missing, and asks until the
 * target has verified it. Whatever breaks off is begun again with what the target then lacks.
 */
final class Delivery {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PULLS = "/v1/pulls";
  private static final String PULL = PULLS + "/{operation}?wait_ms=2000";
  private static final String UPLOAD = "/v1/uploads/{operation}";

  /** A server gives a request 30 s in all, so a slow line gets small ones. */
  private static final long SMALLEST_RANGE = PartialFile.CHUNK_BYTES;

  private static final long LARGEST_RANGE = 8L * PartialFile.CHUNK_BYTES;
  private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** Times in a row that it may break off without a byte having arrived. */
  private static final int TROUBLES = 3;

  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long BUSY_MILLIS = 1_000;

  private final PushTask task;
  private final Content content;
  private final String nodeId;
  private final TargetCalls target;
  private long rangeBytes = SMALLEST_RANGE;
  private long arrived;
  private long preparedThere;
  private long lacked;
  private int troubles;
  private long busySince;

  /**
   * @param nodeId this node, as in grants
   */
  Delivery(PushTask task, Content content, String nodeId, TargetCalls target) {
    this.task = task;
    this.lacked = task.order().sizeBytes();
    this.content = content;
    this.nodeId = nodeId;
    this.target = target;
  }

  PullStatus.Received run() throws FetchFailure, InterruptedException {
    try (FileChannel file = FileChannel.open(task.file(), StandardOpenOption.READ)) {
      while (true) {
        try {
          JsonNode status = order();
          while (status.path("state").asText().equals("RUNNING")) {
            send(file);
            status = ask(target.get(PULL));
            prepared(status);
          }
          return ended(status);
        } catch (AgainException e) {
          pause(e);
        } catch (IOException e) {
          task.throwIfCancelled();
          Optional<String> distrust = Tls.distrust(e);
          if (distrust.isPresent()) {
            throw untrusted(
                "%s at %s: %s"
                    .formatted(task.order().peerNode(), task.order().peerUrl(), distrust.get()));
          }
          pause(new AgainException(e.toString()));
        }
      }
    } catch (IOException e) {
      throw new FetchFailure(
          FailureCode.SOURCE_MISSING, task.order().name().itemId() + " can't be read: " + e);
    }
  }

  /** The same order again is the same pull at the target; one of a later epoch adopts it. */
  private JsonNode order() throws IOException, FetchFailure, InterruptedException, AgainException {
    PullOrder order = task.order();
    ObjectNode body = JSON.createObjectNode();
    body.put("operation_id", order.operationId());
    body.put("epoch", order.epoch());
    body.put("item_id", order.name().itemId());
    body.put("item_type", order.name().kind().name());
    body.put("config_key", order.name().configKey());
    body.put("sha256", order.sha256());
    body.put("size_bytes", order.sizeBytes());
    body.put("source_node", nodeId);
    body.put("priority", order.priority().name());
    body.put("transport", UploadFetcher.TRANSPORT);
    if (order.replaces() != null) {
      body.put("replaces", order.replaces());
    }
    return ask(target.post(PULLS, body));
  }

  private void send(FileChannel file)
      throws IOException, FetchFailure, InterruptedException, AgainException {
    Answer told = target.get(UPLOAD);
    if (told.code().equals("not_found")) {
      // It is still looking at what it has, or hashes what has come.
      return;
    }
    JsonNode missing = ask(told).path("missing");
    long lacking = 0;
    for (JsonNode range : missing) {
      lacking += range.path("to").asLong() - range.path("from").asLong();
    }
    count(task.order().sizeBytes() - lacking - arrived);
    if (lacking < lacked) {
      // Of a range that was cut the target keeps every whole MiB.
      troubles = 0;
    }
    lacked = lacking;
    for (JsonNode range : missing) {
      long to = range.path("to").asLong();
      long from = range.path("from").asLong();
      while (from < to) {
        long end = Math.min(to, from + rangeBytes);
        put(file, from, end);
        from = end;
      }
    }
  }

  private void put(FileChannel file, long from, long to)
      throws IOException, FetchFailure, InterruptedException, AgainException {
    FileRange bytes = new FileRange(file, from, to, task);
    HttpRequest.Builder request =
        target
            .request(UPLOAD)
            .header(
                "Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, task.order().sizeBytes()))
            .header(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    content.contentTime().atOffset(ZoneOffset.UTC)))
            .PUT(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofInputStream(() -> bytes), to - from));
    long began = System.nanoTime();
    ask(put(request, bytes));
    count(to - from);
    long took = System.nanoTime() - began;
    if (took < QUICK_NANOS) {
      rangeBytes = Math.min(LARGEST_RANGE, 2 * rangeBytes);
    } else if (took > SLOW_NANOS) {
      rangeBytes = Math.max(SMALLEST_RANGE, rangeBytes / 2);
    }
    troubles = 0;
    busySince = 0;
  }

  private Answer put(HttpRequest.Builder request, FileRange bytes)
      throws IOException, InterruptedException {
    try {
      return target.put(request, bytes::movedNanos);
    } catch (IOException e) {
      // Most likely it took longer than a server gives it: the next is to be done in time.
      rangeBytes = Math.max(SMALLEST_RANGE, rangeBytes / 2);
      throw e;
    }
  }

  /** The target hashes what it has before it wants anything, and the worker asks only this node. */
  private void prepared(JsonNode status) {
    long now = status.path("bytes_prepared").asLong();
    task.prepared(Math.max(0, now - preparedThere));
    preparedThere = now;
  }

  private void count(long bytes) {
    task.arrived(bytes);
    arrived += bytes;
  }

  private PullStatus.Received ended(JsonNode status) throws FetchFailure {
    if (status.path("state").asText().equals("DONE")) {
      count(task.order().sizeBytes() - arrived);
      return new PullStatus.Received(
          status.path("boot").asLong(),
          status.path("sequence").asLong(),
          status.path("path").asText());
    }
    JsonNode failure = status.path("failure");
    String code = failure.path("code").asText();
    FailureCode known =
        Arrays.stream(FailureCode.values())
            .filter(each -> each.code().equals(code))
            .findFirst()
            .orElse(FailureCode.INTERNAL_ERROR);
    throw new FetchFailure(known, "at the target: " + failure.path("message").asText());
  }

  /** The body of a good answer; everything else ends the attempt, or the delivery. */
  private JsonNode ask(Answer answer) throws FetchFailure, AgainException {
    if (answer.status() / 100 == 2) {
      return answer.body();
    }
    boolean renewed = !answer.grant().equals(task.grant());
    switch (answer.status()) {
      case 403, 409 -> {
        if (!renewed) {
          throw refused(answer);
        }
      }
      case 422 ->
          throw new FetchFailure(FailureCode.TARGET_IO, Reaction.NEXT_TRANSPORT, answer.message());
      case 507 -> throw new FetchFailure(FailureCode.DISK_FULL, answer.message());
      case 503 -> {
        busySince = busySince == 0 ? System.nanoTime() : busySince;
        if (System.nanoTime() - busySince > target.patience().toNanos()) {
          throw new FetchFailure(FailureCode.TARGET_BUSY, answer.message());
        }
        throw new AgainException(answer.message(), BUSY_MILLIS);
      }
      default -> {
        // The target has restarted, the pull has ended, or it was taken over by a later epoch.
      }
    }
    throw new AgainException(answer.message());
  }

  /** The target is what was ordered: no other source helps. */
  private static FetchFailure untrusted(String message) {
    return new FetchFailure(FailureCode.UNTRUSTED_PEER, Reaction.GIVE_UP, message);
  }

  private static FetchFailure refused(Answer answer) {
    if (answer.code().equals(FailureCode.UNTRUSTED_PEER.code())) {
      return untrusted(answer.message());
    }
    if (answer.status() == 409) {
      return new FetchFailure(FailureCode.SUPERSEDED, answer.message());
    }
    boolean expired = answer.body().path("error").path("reason").asText().equals("expired");
    return expired
        ? new FetchFailure(FailureCode.UNAUTHORISED, Reaction.RETRY_SAME, answer.message())
        : new FetchFailure(FailureCode.UNAUTHORISED, answer.message());
  }

  private void pause(AgainException e) throws FetchFailure, InterruptedException {
    long millis = e.millis;
    if (millis == 0) {
      troubles++;
      if (troubles > TROUBLES) {
        throw new FetchFailure(
            FailureCode.TARGET_AWAY,
            "%s at %s: %s"
                .formatted(task.order().peerNode(), task.order().peerUrl(), e.getMessage()));
      }
      millis = FIRST_BACKOFF_MILLIS << (2 * (troubles - 1));
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      task.throwIfCancelled();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** It has to be ordered again, at once or after a time. */
  private static final class AgainException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long millis;

    private AgainException(String message) {
      this(message, 0);
    }

    private AgainException(String message, long millis) {
      super(message);
      this.millis = millis;
    }
  }
}
