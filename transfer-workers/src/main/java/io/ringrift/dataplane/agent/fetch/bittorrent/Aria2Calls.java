package io.ringrift.dataplane.agent.fetch.bittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What is asked of one running {@code aria2c}, as JSON-RPC over loopback. Thread-safe. */
final class Aria2Calls {
  /** It answers from memory; only adding a large torrent takes longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The longest answer has a hex digit for every four pieces of all torrents: 1 MiB for 4 TiB. */
  private static final int MOST_ANSWER_BYTES = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final String secret;
  private final Duration patience;
  private final HttpClient http;

  Aria2Calls(int port, String secret) {
    this(port, secret, PATIENCE);
  }

  /**
   * @param patience from a question to the end of its answer
   */
  Aria2Calls(int port, String secret, Duration patience) {
    this.url = URI.create("http://127.0.0.1:" + port + "/jsonrpc");
    this.secret = secret;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  /** It answers, but doesn't do what it is asked. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  String version() throws IOException, InterruptedException {
    return call("aria2.getVersion").path("version").asText();
  }

  /**
   * Begins to fetch or to seed.
   *
   * @param options of {@code aria2c}, for this torrent alone
   * @return the number under which it is known
   */
  String add(byte[] torrent, Map<String, String> options) throws IOException, InterruptedException {
    return call("aria2.addTorrent", Base64.getEncoder().encodeToString(torrent), List.of(), options)
        .asText();
  }

  SwarmStatus status(String gid) throws IOException, InterruptedException {
    return SwarmStatus.of(call("aria2.tellStatus", gid, SwarmStatus.KEYS));
  }

  /** All that is being fetched or seeded. */
  List<SwarmStatus> active() throws IOException, InterruptedException {
    List<SwarmStatus> active = new ArrayList<>();
    call("aria2.tellActive", SwarmStatus.KEYS)
        .forEach(status -> active.add(SwarmStatus.of(status)));
    return active;
  }

  /** Ends it without a word to the tracker; it is stopping when this returns. */
  void remove(String gid) throws IOException, InterruptedException {
    call("aria2.forceRemove", gid);
  }

  /** Ends it, and tells the tracker so; that may take a while after this returns. */
  void leave(String gid) throws IOException, InterruptedException {
    call("aria2.remove", gid);
  }

  private JsonNode call(String method, Object... params) throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", "agent").put("method", method);
    ArrayNode list = request.putArray("params").add("token:" + secret);
    for (Object param : params) {
      list.add(JSON.valueToTree(param));
    }
    HttpResponse<byte[]> response =
        Exchange.begin(
                http,
                HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                    .build(),
                MOST_ANSWER_BYTES)
            .await(patience);
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.has("result")) {
      throw new RefusedException(
          "aria2c answers %d to %s: %s"
              .formatted(
                  response.statusCode(), method, answer.path("error").path("message").asText("")));
    }
    return answer.path("result");
  }
}
