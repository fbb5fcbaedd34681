package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /v1/items/{item}?sha256=H}: the bytes of a content that the index holds under that
 * hash, to whom a grant permits it.
 */
final class ItemsEndpoint implements Endpoint {
  static final String PREFIX = "/v1/items/";

  private static final long BUSY_RETRY_MILLIS = 1_000;

  private final HeldContents contents;
  private final ReadCheck reads;
  private final Semaphore slots;
  private final int maxSlots;
  private final Bandwidth bandwidth;
  private final SlowClientGuard guard;
  private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();

  ItemsEndpoint(
      HeldContents contents,
      ReadCheck reads,
      int maxSlots,
      Bandwidth bandwidth,
      SlowClientGuard guard) {
    this.contents = contents;
    this.reads = reads;
    this.maxSlots = maxSlots;
    this.slots = new Semaphore(maxSlots);
    this.bandwidth = bandwidth;
    this.guard = guard;
  }

  /** Answers under way. */
  int active() {
    return maxSlots - slots.availablePermits();
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    ReadCheck.Wanted wanted = reads.require(exchange, PREFIX, "GET", "HEAD");
    if (!slots.tryAcquire()) {
      throw new ApiException(
          ApiError.BUSY,
          "all %d slots for sending are taken".formatted(maxSlots),
          Reaction.RETRY_SAME,
          null,
          BUSY_RETRY_MILLIS);
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    try (Offer offer = contents.offer(wanted.itemId(), wanted.sha256())) {
      answer(exchange, wanted.sha256(), offer, head);
    } finally {
      slots.release();
    }
  }

  private void answer(HttpExchange exchange, String sha256, Offer offer, boolean head)
      throws ApiException, IOException, InterruptedException {
    long size = offer.size();
    String etag = '"' + sha256 + '"';
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    String wanted = exchange.getRequestHeaders().getFirst("Range");
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("ETag", etag);
    ByteRange range = ByteRange.of(ifRange == null || ifRange.equals(etag) ? wanted : null, size);
    if (!offer.has(range)) {
      throw HeldContents.missing("this part has not come here yet");
    }
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    if (offer.modified() != null) {
      exchange
          .getResponseHeaders()
          .set(
              "Last-Modified",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  offer.modified().atOffset(ZoneOffset.UTC)));
    }
    if (range.partial()) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(range.start(), range.end() - 1, size));
    }
    int status = range.partial() ? 206 : 200;
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(range.length()));
    }
    // In this API 0 means "of unknown length" and -1 "no body".
    exchange.sendResponseHeaders(status, head || range.length() == 0 ? -1 : range.length());
    if (!head) {
      send(exchange, offer.file(), range, weight(exchange));
    }
  }

  private static int weight(HttpExchange exchange) {
    return PullPriority.ofHeader(exchange.getRequestHeaders().getFirst("Priority")).weight();
  }

  private void send(HttpExchange exchange, FileChannel file, ByteRange range, int weight)
      throws IOException, InterruptedException {
    byte[] buffer = buffers.poll();
    buffer = buffer == null ? new byte[Body.WRITE_BYTES] : buffer;
    try {
      OutputStream out = exchange.getResponseBody();
      long position = range.start();
      while (position < range.end()) {
        int most = bandwidth.take((int) Math.min(Body.WRITE_BYTES, range.end() - position), weight);
        int read = file.read(ByteBuffer.wrap(buffer, 0, most), position);
        if (read < 0) {
          throw new IOException("file became shorter while it was sent");
        }
        guard.progress(exchange);
        out.write(buffer, 0, read);
        position += read;
        guard.done(exchange);
      }
    } finally {
      guard.done(exchange);
      buffers.add(buffer);
    }
  }
}
