package io.ringrift.dataplane.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.local.query.StubApi;
import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir private Path home;

  @Test
  void saysWhatDoesNotAnswerAndWhatToDo() {
    String nowhere = "127.0.0.1:" + Ports.free();

    List<Finding> findings = examine("http://" + nowhere, nowhere);

    assertThat(findings)
        .filteredOn(finding -> finding.verdict() == Finding.Verdict.BAD)
        .extracting(Finding::what)
        .containsExactly("broker", "schema registry", "streams-app");
    assertThat(findings)
        .filteredOn(finding -> finding.verdict() == Finding.Verdict.BAD)
        .allSatisfy(finding -> assertThat(finding.next()).contains("./dataplane up"));
    assertThat(findings)
        .filteredOn(finding -> finding.what().equals("schema registry"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.detail()).startsWith("the schema registry does not answer at");
              assertThat(finding.next()).endsWith("--schema-registry-url");
            });
  }

  @Test
  void findsNodesThatAreOfflineFullOrOutOfReachAndFailedOperations() throws IOException {
    try (StubApi api = StubApi.start()) {
      api.answer("/health/ready", 200, "{\"ready\": true, \"checks\": []}");
      api.answer(
          "/v1/nodes",
          200,
          """
          {"nodes": [
            {"node_id": "gpu-1", "online": false, "cause": "HEARTBEATS_MISSED"},
            {"node_id": "gpu-2", "online": true, "endpoint": "http://127.0.0.1:%d"},
            {"node_id": "gpu-3", "online": true, "transports": ["p2p_http"],
             "unavailable": {"bittorrent": "aria2c is not installed", "s3": "denied"},
             "source": {"problem": "s3: bucket training can't be used: denied; do this"}}]}"""
              .formatted(Ports.free()));
      api.answer("/v1/operations?state=FAILED", 200, "{\"operations\": [{}, {}]}");

      List<Finding> findings = examine(api.url(), "127.0.0.1:" + Ports.free());

      assertThat(findings)
          .filteredOn(finding -> finding.verdict() == Finding.Verdict.WARNING)
          .extracting(Finding::detail)
          .satisfiesExactly(
              nodes -> assertThat(nodes).contains("1 of 3 offline", "gpu-1 (HEARTBEATS_MISSED)"),
              agents -> assertThat(agents).contains("not reached from here: gpu-2"),
              s3 ->
                  assertThat(s3).isEqualTo("gpu-3: bucket training can't be used: denied; do this"),
              transports ->
                  assertThat(transports)
                      .isEqualTo("bittorrent can't be used at gpu-3: aria2c is not installed"),
              operations -> assertThat(operations).isEqualTo("2 failed"));
    }
  }

  @Test
  void aNodeThatDoesWithoutATransportForTlsIsWell() throws IOException {
    try (StubApi api = StubApi.start()) {
      api.answer("/health/ready", 200, "{\"ready\": true, \"checks\": []}");
      api.answer(
          "/v1/nodes",
          200,
          """
          {"nodes": [{"node_id": "gpu-1", "online": true, "transports": ["p2p_http"],
             "unavailable": {"rsync": "this agent speaks TLS (agent.tls.certificate)"}}]}""");
      api.answer("/v1/operations?state=FAILED", 200, "{\"operations\": []}");

      assertThat(examine(api.url(), "127.0.0.1:" + Ports.free()))
          .filteredOn(finding -> finding.what().equals("transports"))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.verdict()).isEqualTo(Finding.Verdict.OK);
                assertThat(finding.detail()).contains("rsync can't be used at gpu-1", "TLS");
              });
    }
  }

  @Test
  void aPlainFileServerHasNoAgentToAnswer() throws IOException {
    try (StubApi api = StubApi.start()) {
      api.answer("/health/ready", 200, "{\"ready\": true, \"checks\": []}");
      api.answer(
          "/v1/nodes",
          200,
          """
          {"nodes": [{"node_id": "owc", "online": true, "transports": ["plain_http"],
             "endpoint": "http://127.0.0.1:%d"}]}"""
              .formatted(Ports.free()));
      api.answer("/v1/operations?state=FAILED", 200, "{\"operations\": []}");

      assertThat(examine(api.url(), "127.0.0.1:" + Ports.free()))
          .filteredOn(finding -> finding.what().equals("agents"))
          .extracting(Finding::verdict)
          .containsExactly(Finding.Verdict.OK);
    }
  }

  @Test
  void countsTheAgentsThatSpeakTlsBesideOneThatIsSilent() throws IOException {
    try (StubApi api = StubApi.start()) {
      api.answer("/health/ready", 200, "{\"ready\": true, \"checks\": []}");
      api.answer(
          "/v1/nodes",
          200,
          """
          {"nodes": [
            {"node_id": "gpu-1", "online": true, "endpoint": "https://gpu-1:7443"},
            {"node_id": "gpu-2", "online": true, "endpoint": "http://127.0.0.1:%d"}]}"""
              .formatted(Ports.free()));
      api.answer("/v1/operations?state=FAILED", 200, "{\"operations\": []}");

      assertThat(examine(api.url(), "127.0.0.1:" + Ports.free()))
          .filteredOn(finding -> finding.what().equals("agents"))
          .singleElement()
          .satisfies(
              finding ->
                  assertThat(finding.detail())
                      .contains("gpu-2 at http://127.0.0.1:")
                      .endsWith("; 1 speak TLS and weren't asked"));
    }
  }

  private List<Finding> examine(String queryUrl, String broker) {
    return new Doctor(
            new Surroundings(home, Map.of(), Instant::now),
            ClientSettings.of(
                Map.of(
                    "query.url", queryUrl,
                    "bootstrap.servers", broker,
                    "schema.registry.url", "http://" + broker)),
            now -> {})
        .examine();
  }
}
