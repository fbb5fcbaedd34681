package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.http.RangeAnswer;
import io.ringrift.dataplane.agent.fetch.http.RangeConnection;
import io.ringrift.dataplane.agent.fetch.http.SourceBusyException;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.Facts;
import io.ringrift.dataplane.agent.s3.S3Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Ranges of one object. The SDK keeps and reuses the connections underneath. */
final class S3RangeConnection implements RangeConnection {
  private static final int COPY_BYTES = 64 * 1024;
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final BucketItems items;
  private final String key;
  private final String sha256;
  private final FailureCode missing;
  private final AtomicReference<String> version;
  private final byte[] copy = new byte[COPY_BYTES];
  private ResponseInputStream<GetObjectResponse> body;
  private boolean closed;

  /**
   * @param missing what it is when the object isn't there, or is another
   * @param version the object's ETag, shared by all connections of a fetch; set by the first answer
   */
  S3RangeConnection(
      BucketItems items,
      String key,
      String sha256,
      FailureCode missing,
      AtomicReference<String> version) {
    this.items = items;
    this.key = key;
    this.sha256 = sha256;
    this.missing = missing;
    this.version = version;
  }

  @Override
  public RangeAnswer get(String token, long from, long to, ByteBuffer buffer)
      throws IOException, FetchFailure {
    reset();
    buffer.clear().limit(0);
    ResponseInputStream<GetObjectResponse> answer;
    try {
      answer =
          items
              .client()
              .getObject(
                  request ->
                      request
                          .bucket(items.bucket())
                          .key(key)
                          .range("bytes=" + from + "-" + to)
                          .ifMatch(version.get()));
    } catch (SdkException e) {
      throw failure(e);
    }
    hold(answer);
    GetObjectResponse head = answer.response();
    version.compareAndSet(null, head.eTag());
    if (!head.eTag().equals(version.get())) {
      throw missing(items.url(key) + " was replaced while it was fetched");
    }
    String told = head.metadata().getOrDefault(Facts.SHA256, sha256);
    if (!told.equals(sha256)) {
      throw missing("%s has sha256 %s, ordered was %s".formatted(items.url(key), told, sha256));
    }
    Instant made = Facts.time(head.metadata().get(Facts.CONTENT_TIME));
    return new RangeAnswer(
        206,
        Map.of(
            "etag",
            '"' + sha256 + '"',
            "content-range",
            String.valueOf(head.contentRange()),
            "last-modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                (made == null ? head.lastModified() : made).atOffset(ZoneOffset.UTC))));
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    ResponseInputStream<GetObjectResponse> from = body;
    if (from == null) {
      throw new IOException("connection was closed by this side");
    }
    int read;
    try {
      read = from.read(copy, 0, Math.min(copy.length, buffer.remaining()));
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (read > 0) {
      buffer.put(copy, 0, read);
    }
    return read;
  }

  @Override
  public synchronized void reset() {
    if (body != null) {
      // Closing would read the rest of the answer, to keep the connection.
      body.abort();
      body = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    reset();
  }

  private synchronized void hold(ResponseInputStream<GetObjectResponse> answer) throws IOException {
    if (closed) {
      answer.abort();
      throw new IOException("connection was closed by this side");
    }
    body = answer;
  }

  private FetchFailure failure(SdkException e) throws IOException {
    String message = items.url(key) + ": " + e.getMessage();
    return switch (S3Trouble.of(e)) {
      case MISSING -> missing(items.url(key) + " is not there");
      case CHANGED -> missing(items.url(key) + " is not what it was: " + e.getMessage());
      case BUSY -> throw new SourceBusyException(message, BUSY);
      case AWAY, DAMAGED -> throw new IOException(message, e);
      case SILENT -> new FetchFailure(FailureCode.STALLED, message);
      case REFUSED -> S3Failures.refused(message);
    };
  }

  private FetchFailure missing(String message) {
    return new FetchFailure(missing, message);
  }
}
