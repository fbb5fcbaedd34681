package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.local.query.StubApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandsTest {
  @TempDir private Path home;
  private StubApi api;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    api = StubApi.start();
    terminal = new Terminal(home, Map.of("DATAPLANE_QUERY_URL", api.url()));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsItemsOfAConfigAndSaysThatThereAreMore() {
    api.answer(
        "/v1/items?config=hex8_2p&limit=1&type=NPZ",
        200,
        """
        {"items": [{"item_id": "npz/hex8_2p/a.npz", "item_type": "NPZ", "config_key": "hex8_2p",
          "sha256": null, "reason": "no_validated_content", "contents": [], "replicas": []}],
         "truncated": true}""");

    Terminal.Answer answer =
        terminal.run("ls", "--config", "hex8_2p", "--type", "NPZ", "--limit", "1");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("npz/hex8_2p/a.npz", "no_validated_content", "more are there");
  }

  @Test
  void showsHowMuchOfWhatShouldBeBackedUpIs() {
    api.answer(
        "/v1/backups",
        200,
        """
        {"types": [{"item_type": "GAME", "wanted": 200, "there": 163}],
         "partitions_held": 1, "partitions": 3}""");

    Terminal.Answer answer = terminal.run("ls", "--policy");

    assertThat(answer.out())
        .contains("GAME     200        163  81.5 %", "counted in 1 of 3 partitions");
    assertThat(terminal.run("ls", "--policy", "--type", "NPZ").exitCode()).isEqualTo(2);
  }

  @Test
  void showsHowFastAndHowReliableLinksWere() {
    api.answer(
        "/v1/links",
        200,
        """
        {"links": [
          {"source_node": "gpu-1", "target_node": "gpu-2", "transport": "p2p_http",
           "attempts": 8.25, "failures": 2.0, "failure_share": 0.242, "bytes_per_second": 104857600,
           "last_attempt_at": "2026-11-20T10:00:00.000Z", "last_failure": "stalled",
           "last_failure_at": "2026-11-20T09:00:00.000Z"},
          {"source_node": "gpu-1", "target_node": "s3", "transport": "s3", "attempts": 1.0,
           "failures": 0.0, "failure_share": 0.0, "bytes_per_second": null,
           "last_attempt_at": null, "last_failure": null, "last_failure_at": null}]}""");

    Terminal.Answer answer = terminal.run("nodes", "--links");

    assertThat(answer.out())
        .containsPattern("gpu-1 +gpu-2 +p2p_http +100.0 MiB/s +8.3 +24.2 % .*stalled, .+ ago")
        .containsPattern("gpu-1 +s3 +s3 +- +1.0 +0.0 %");
  }

  @Test
  void printsTheListAloneAsJson() {
    api.answer("/v1/needs?state=OPEN", 200, "{\"needs\": [{\"need_id\": \"n\"}]}");

    Terminal.Answer answer = terminal.run("needs", "--state", "OPEN", "--output", "json");

    assertThat(answer.out()).startsWith("[ {").contains("\"need_id\" : \"n\"");
  }

  @Test
  void saysThatThereIsNothingAndWhatWasAskedFor() {
    api.answer("/v1/operations?state=FAILED", 200, "{\"operations\": []}");

    Terminal.Answer answer = terminal.run("ops", "--state", "FAILED");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).isEqualTo("no operations with state FAILED\n");
  }

  @Test
  void saysWhereOperationsAreListedWhenOneIsNotThere() {
    String none = "{\"error\": {\"message\": \"no operation 'x'\"}}";
    api.answer("/v1/operations/x", 404, none);
    api.answer("/v1/explain?operation=x", 404, none);

    String expected = "dataplane: no operation 'x'\n  next: ./dataplane ops lists them\n";
    assertThat(terminal.run("ops", "show", "x").err()).isEqualTo(expected);
    assertThat(terminal.run("explain", "x").err()).isEqualTo(expected);
  }

  @Test
  void exitsWithOneWhenTheItemIsNotThere() {
    api.answer("/v1/items/x", 404, "{\"error\": {\"message\": \"no item 'x'\"}}");

    Terminal.Answer answer = terminal.run("where", "x");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).isEqualTo("dataplane: no item 'x'\n");
  }

  @Test
  void explainsAnItemAtANodeLinkByLink() {
    api.answer(
        "/v1/explain?item=a.npz&node=gpu-1",
        200,
        """
        {"item_id": "a.npz", "node_id": "gpu-1",
         "chain": [{"kind": "item", "text": "a.npz is eligible"},
                   {"kind": "replica", "text": "gpu-1 has never had it"}]}""");

    Terminal.Answer answer = terminal.run("explain", "a.npz", "gpu-1");

    assertThat(answer.out())
        .contains("a.npz at gpu-1", "item     a.npz is eligible", "replica  gpu-1 has never had");
  }

  @Test
  void saysWhenNobodyIsJudgedOffline() {
    api.answer(
        "/v1/nodes",
        200,
        """
        {"nodes": [
          {"node_id": "gpu-1", "online": true,
           "unavailable": {"rsync": "rsync is not installed", "s3": "no such bucket"}},
          {"node_id": "gpu-2", "online": true, "unavailable": {"rsync": "rsync is not installed"}},
          {"node_id": "gpu-3", "online": false, "unavailable": {"rsync": "rsync is gone"}}],
         "verdict": {"suspended": "3 of 4 nodes fell silent together"},
         "partitions_held": 2, "partitions": 3}""");

    assertThat(terminal.run("nodes").out())
        .contains(
            "nobody is judged offline at the moment: 3 of 4 nodes",
            "GIVES and GETS count what 2 of 3 partitions move",
            "rsync can't be used at gpu-1, gpu-2: rsync is not installed",
            "s3 can't be used at gpu-1: no such bucket")
        .doesNotContain("rsync is gone");
  }

  @Test
  void passesOnWhatTheApiSaysOfAStateThatIsNone() {
    api.answer(
        "/v1/operations?state=LOST",
        400,
        "{\"error\": {\"message\": \"state is 'LOST', allowed: WAITING, DONE\"}}");

    Terminal.Answer answer = terminal.run("ops", "--state", "LOST");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("state is 'LOST', allowed: WAITING, DONE");
  }

  @Test
  void refusesASignalThatIsNone() {
    Terminal.Answer answer = terminal.run("signals", "--type", "DATA_AVAILBLE");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--type is DATA_AVAILBLE, allowed: DATA_AVAILABLE");
  }

  /**
   * The help names them in words: an enum of the contract would cost each command a third second.
   */
  @Test
  void namesEveryChoiceOfTheContractInTheHelp() {
    assertThat(terminal.run("signals", "--help").out()).contains(names(SignalType.values()));
    assertThat(terminal.run("ls", "--help").out()).contains(names(ItemType.values()));
    assertThat(terminal.run("needs", "--help").out()).contains(names(NeedState.values()));
    assertThat(terminal.run("ops", "--help").out())
        .contains(names(OperationState.values()))
        .contains(names(Priority.values()));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
