package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.query.StubApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that nobody has heard of: misspelt, or its agent is yet to come. */
class UnknownNodeTest {
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
  void hasNothingToExplainWhenNothingIsWantedThere() {
    chain("");

    Terminal.Answer answer = terminal.run("explain", "a.npz", "gpu-9");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .isEqualTo("dataplane: no node 'gpu-9' is known\n  next: ./dataplane nodes lists them\n");
  }

  @Test
  void isExplainedWhenSomethingIsWantedThere() {
    chain(", {\"kind\": \"need\", \"text\": \"TRAINING_STARTED needs 1 NPZ\", \"record\": {}}");

    Terminal.Answer answer = terminal.run("explain", "a.npz", "gpu-9");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("gpu-9 is not in the node table", "TRAINING_STARTED needs");
  }

  @Test
  void isWhatAnOpenNeedWaitsFor() {
    api.answer("/v1/nodes", 200, "{\"nodes\": [{\"node_id\": \"gpu-1\"}]}");
    api.answer(
        "/v1/needs",
        200,
        """
        {"needs": [
          {"target_node": "gpu-9", "state": "OPEN", "reason": "ordered: a.npz on the way to gpu-9"},
          {"target_node": "gpu-8", "state": "MET", "reason": "delivered"},
          {"target_node": "gpu-1", "state": "OPEN", "reason": "ordered: on the way"}]}""");

    assertThat(terminal.run("needs").out())
        .contains("on the way to gpu-9; waits for gpu-9, which is not known yet\n")
        .contains("delivered\n", "ordered: on the way\n");
  }

  private void chain(String more) {
    api.answer(
        "/v1/explain?item=a.npz&node=gpu-9",
        200,
        """
        {"item_id": "a.npz", "node_id": "gpu-9",
         "chain": [{"kind": "item", "text": "a.npz is eligible", "record": {}},
                   {"kind": "replica", "text": "gpu-9 has never had it"},
                   {"kind": "target", "text": "gpu-9 is not in the node table"}%s]}"""
            .formatted(more));
  }
}
