package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What one agent asks of another for a transfer; a cancelled one waits for no answer. */
public final class PeerCall {
  private PeerCall() {}

  /** Where the agent that the order names has {@code path}, which starts with a slash. */
  public static URI at(PullOrder order, String path) {
    return URI.create(order.peerUrl().toString().replaceAll("/+$", "") + path);
  }

  /**
   * The path of what lies below a base URL.
   *
   * @param path starts with a slash
   */
  public static String below(URI base, String path) {
    return base.getRawPath() == null ? path : base.getRawPath().replaceAll("/+$", "") + path;
  }

  /**
   * Where an agent speaks of the ordered content, from its root on.
   *
   * @param path with a slash at both ends
   */
  public static String ofContent(PullOrder order, String path) {
    return path + segment(order.name().itemId()) + "?sha256=" + order.sha256();
  }

  /** The text as one segment of a path. {@link URLEncoder} is for forms: here a space is %20. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The whole answer.
   *
   * @param patience until it has ended
   * @param mostBytes of its body
   * @throws HttpTimeoutException if it takes longer
   */
  public static HttpResponse<byte[]> ask(
      TransferTask task, HttpClient client, HttpRequest request, Duration patience, int mostBytes)
      throws IOException, InterruptedException {
    return ask(task, client, request, patience, mostBytes, () -> Long.MIN_VALUE);
  }

  /**
   * The whole answer, for which it waits as long as something moves.
   *
   * @param movedNanos when bytes of the request last went out, as {@link System#nanoTime} says it
   */
  public static HttpResponse<byte[]> ask(
      TransferTask task,
      HttpClient client,
      HttpRequest request,
      Duration patience,
      int mostBytes,
      LongSupplier movedNanos)
      throws IOException, InterruptedException {
    Exchange exchange = Exchange.begin(client, request, mostBytes);
    task.closeOnCancel(exchange);
    try {
      return exchange.await(patience, movedNanos);
    } catch (IOException e) {
      task.throwIfCancelled();
      throw e;
    } finally {
      task.leave(exchange);
    }
  }
}
