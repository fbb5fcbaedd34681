package io.ringrift.dataplane.agent.fetch.bittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.agent.fetch.http.SourceAnswers;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** What a target asks of the source's agent before it joins the swarm. */
final class SwarmCalls {
  static final String ANNOUNCE = "/v1/announce";
  static final String SWARMS = "/v1/swarms/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long BUSY_MILLIS = 500;

  /** Bytes of SHA-1. */
  private static final int PIECE_HASH = 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration patience;

  /**
   * @param patience how long a source may make no progress
   */
  SwarmCalls(Duration patience) {
    this.patience = patience;
  }

  /** The tracker: at the address that the order names, whatever the source says. */
  static URI announce(FetchTask task) {
    return PeerCall.at(task.order(), ANNOUNCE);
  }

  /** Asks for the swarm of the ordered content, as long as the source goes on preparing it. */
  Metainfo metainfo(FetchTask task) throws FetchFailure, InterruptedException {
    long lastProgress = System.nanoTime();
    long hashed = 0;
    while (true) {
      String grant = task.grant();
      HttpResponse<byte[]> answer = ask(task, grant);
      JsonNode body = parse(answer.body());
      switch (answer.statusCode()) {
        case 200 -> {
          modified(answer, task);
          return metainfo(task, body);
        }
        case 202 -> {
          long now = body.path("hashed_bytes").asLong();
          lastProgress = now == hashed ? lastProgress : System.nanoTime();
          task.prepared(Math.max(0, now - hashed));
          hashed = now;
        }
        case 503 -> Thread.sleep(BUSY_MILLIS);
        default -> {
          FetchFailure failure = SourceAnswers.failure(answer.statusCode(), body.path("error"));
          boolean renewed = answer.statusCode() == 403 && !grant.equals(task.grant());
          if (!renewed) {
            throw failure;
          }
        }
      }
      if (System.nanoTime() - lastProgress > patience.toNanos()) {
        throw new FetchFailure(
            FailureCode.SOURCE_BUSY,
            "%s prepares no swarm: it answers %d"
                .formatted(task.order().peer(), answer.statusCode()));
      }
    }
  }

  private HttpResponse<byte[]> ask(FetchTask task, String grant)
      throws FetchFailure, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(PeerCall.at(task.order(), PeerCall.ofContent(task.order(), SWARMS)))
            .header("Authorization", "Bearer " + grant)
            .GET()
            .build();
    try {
      return PeerCall.ask(task, http, request, patience, mostBytes(task.order().sizeBytes()));
    } catch (IOException e) {
      throw new FetchFailure(
          FailureCode.UNREACHABLE,
          "%s at %s: %s"
              .formatted(task.order().peerNode(), task.order().peerUrl(), e.getMessage()));
    }
  }

  /** A hash for every piece, in base 64, and what every answer has. */
  private static int mostBytes(long size) {
    long pieces = size / Metainfo.PIECE_BYTES + 1;
    return (int) Math.min(Integer.MAX_VALUE, Exchange.MOST_JSON_BYTES + 2 * PIECE_HASH * pieces);
  }

  private static Metainfo metainfo(FetchTask task, JsonNode body) throws FetchFailure {
    try {
      int pieceBytes = body.path("piece_bytes").asInt();
      if (pieceBytes != Metainfo.PIECE_BYTES) {
        throw new IllegalArgumentException(
            "piece_bytes is %d, allowed is %d".formatted(pieceBytes, Metainfo.PIECE_BYTES));
      }
      return new Metainfo(
          task.order().sha256(),
          task.order().sizeBytes(),
          body.path("salt").asText(),
          Base64.getDecoder().decode(body.path("pieces").asText()));
    } catch (IllegalArgumentException e) {
      throw new FetchFailure(
          FailureCode.UNREACHABLE,
          "%s describes a swarm that makes no sense: %s"
              .formatted(task.order().peerNode(), e.getMessage()));
    }
  }

  private static void modified(HttpResponse<byte[]> answer, FetchTask task) {
    answer
        .headers()
        .firstValue("Last-Modified")
        .ifPresent(
            text -> {
              try {
                task.sourceModified(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
              } catch (DateTimeParseException e) {
                // Without it the file is as old as its arrival.
                return;
              }
            });
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
