package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Ranges of a file of a plain server. One that answers a range with the whole file is read on from
 * span to span; what is not needed of it is read and thrown away.
 */
final class FileServerConnection implements RangeConnection {
  private final SocketRangeConnection line;
  private final FetchTask task;

  /** Head of the whole file that is being read; null: none is. */
  private RangeAnswer whole;

  /** How much of the whole file has been read. */
  private long at;

  FileServerConnection(SocketRangeConnection line, FetchTask task) {
    this.line = line;
    this.task = task;
  }

  /**
   * @param token not shown: it is meant for agents
   */
  @Override
  public RangeAnswer get(String token, long from, long to, ByteBuffer buffer)
      throws IOException, FetchFailure {
    if (whole != null && at <= from) {
      buffer.clear().limit(0);
    } else {
      RangeAnswer answer = ask(from, to, buffer);
      if (answer.status() == 206) {
        return ordered(answer, answer.headers().getOrDefault("content-range", ""));
      }
      whole = answer;
      at = buffer.remaining();
    }
    skipTo(from, buffer);
    return ordered(whole, "bytes %d-%d/%d".formatted(from, to, whole.contentLength()));
  }

  private RangeAnswer ask(long from, long to, ByteBuffer buffer) throws IOException, FetchFailure {
    if (whole != null) {
      reset();
    }
    RangeAnswer answer = line.get(null, from, to, buffer);
    return switch (answer.status()) {
      case 200, 206 -> answer;
      case 429, 503 -> throw new SourceBusyException(said(answer), answer.retryAfter());
      // Elsewhere nobody has permitted to fetch from.
      case 301, 302, 303, 307, 308 ->
          throw missing(said(answer) + ", and redirects are not followed");
      case 401, 403, 404, 410, 416 -> throw missing(said(answer));
      default -> throw new IOException(said(answer));
    };
  }

  private String said(RangeAnswer answer) {
    return "file server answers %d for %s".formatted(answer.status(), line);
  }

  private static FetchFailure missing(String message) {
    return new FetchFailure(FailureCode.SOURCE_MISSING, message);
  }

  /**
   * What agents would say, whose answers name the content; here the hash of the whole will tell.
   */
  private RangeAnswer ordered(RangeAnswer answer, String range) {
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("etag", '"' + task.order().sha256() + '"');
    headers.put("content-range", range);
    return new RangeAnswer(206, headers);
  }

  private void skipTo(long from, ByteBuffer buffer) throws IOException {
    if (at > from) {
      buffer.position(buffer.limit() - Math.toIntExact(at - from));
      return;
    }
    try {
      while (at < from) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), from - at));
        int read = line.read(buffer);
        if (read < 0) {
          throw new IOException("the file ended at byte " + at);
        }
        at += read;
        task.payFor(read);
        task.moved(read);
      }
    } catch (InterruptedException e) {
      throw new IOException("cancelled", e);
    }
    buffer.clear().limit(0);
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int read = line.read(buffer);
    at += Math.max(0, read);
    return read;
  }

  @Override
  public void reset() {
    whole = null;
    line.reset();
  }

  @Override
  public void close() {
    line.close();
  }
}
