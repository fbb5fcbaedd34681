package io.ringrift.dataplane.worker.call;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * One request and its answer, body and all.
 *
 * <p>{@link HttpRequest#timeout} ends with the head of the answer: a peer that dies between head
 * and body would hold its caller for ever, and one that sends without end would fill the memory.
 * Here the whole answer has to be there in time, and its body has a limit.
 */
public final class Exchange implements Closeable {
  /** More than any answer in JSON has, save those that name a limit of their own. */
  public static final int MOST_JSON_BYTES = 1 << 20;

  private static final long LOOK_MILLIS = 200;

  private final CompletableFuture<HttpResponse<byte[]>> answer;
  private volatile boolean givenUp;

  private Exchange(CompletableFuture<HttpResponse<byte[]>> answer) {
    this.answer = answer;
  }

  /**
   * Sends the request.
   *
   * @param mostBytes of the answer's body; a longer one is an {@link IOException}
   */
  public static Exchange begin(HttpClient client, HttpRequest request, int mostBytes) {
    return new Exchange(client.sendAsync(request, head -> new LimitedBody(mostBytes)));
  }

  /**
   * The whole answer.
   *
   * @param patience from now until it has ended
   * @throws HttpTimeoutException if it hasn't; seen at most {@value #LOOK_MILLIS} ms late
   */
  public HttpResponse<byte[]> await(Duration patience) throws IOException, InterruptedException {
    return await(patience, () -> Long.MIN_VALUE);
  }

  /**
   * The whole answer, for which it waits as long as something moves.
   *
   * @param patience from the last movement until it has ended
   * @param movedNanos when something moved last, as {@link System#nanoTime} says it
   * @throws HttpTimeoutException if it hasn't
   */
  public HttpResponse<byte[]> await(Duration patience, LongSupplier movedNanos)
      throws IOException, InterruptedException {
    long asked = System.nanoTime();
    try {
      while (true) {
        try {
          return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          long silent = System.nanoTime() - Math.max(asked, movedNanos.getAsLong());
          if (silent > patience.toNanos()) {
            throw new HttpTimeoutException("no whole answer in " + patience.toMillis() + " ms");
          }
        }
      }
    } catch (CancellationException | ExecutionException e) {
      if (givenUp) {
        throw new IOException("given up", e);
      }
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** Gives it up, if it hasn't ended; who waits for it is told. */
  @Override
  public void close() {
    givenUp = true;
    answer.cancel(true);
  }
}
