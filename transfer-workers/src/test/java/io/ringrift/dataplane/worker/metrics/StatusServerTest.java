package io.ringrift.dataplane.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private final Meters meters = new Meters();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> troubles, meters);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isHealthyUntilThereIsTrouble() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);

    troubles.add("results can't be published: no broker");

    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("results can't be published: no broker\n");
  }

  @Test
  void showsWhatBecameOfTransfers() throws Exception {
    TransferMeters listener = new TransferMeters(meters);
    Attempt attempt =
        new Attempt(
            TransportKind.P2P_HTTP,
            "a",
            Instant.EPOCH,
            Duration.ofMillis(1500),
            1000,
            Attempt.OK,
            Optional.empty(),
            Optional.empty(),
            "default order");
    listener.started(Requests.from("a"));
    listener.started(Requests.from("a"));
    listener.attempted(Requests.from("a"), attempt);
    listener.ended(
        Requests.from("a"),
        new ExecutionResult.Complete(List.of(attempt), 1, 1, "/x"),
        Duration.ofMillis(1500));

    assertThat(get("/metrics").body().lines())
        .contains(
            "# TYPE dataplane_worker_transfers_started_total counter",
            "dataplane_worker_transfers_started_total{priority=\"high\"} 2.0",
            "dataplane_worker_transfers_ended_total{priority=\"high\",outcome=\"complete\"} 1.0",
            "dataplane_worker_transfers_running{priority=\"high\"} 1.0",
            "dataplane_worker_attempts_total{transport=\"p2p_http\",outcome=\"ok\"} 1.0",
            "dataplane_worker_received_bytes_total{transport=\"p2p_http\"} 1000.0",
            "dataplane_worker_transfer_seconds_total{outcome=\"complete\"} 1.5");
  }

  @Test
  void escapesWhatLabelsMayNotHold() {
    meters.count(WorkerMetric.DEAD_LETTERS, "a \"quoted\"\nline \\");

    assertThat(meters.text())
        .contains(
            "dataplane_worker_dead_letters_total{error=\"a \\\"quoted\\\"\\nline \\\\\"} 1.0");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
