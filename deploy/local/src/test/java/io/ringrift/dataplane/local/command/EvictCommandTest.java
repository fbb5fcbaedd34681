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

class EvictCommandTest {
  private static final String COPIES =
      """
      {"copies": [
        {"item_id": "npz/hex8_2p/a.npz", "node_id": "gpu-1", "config_key": "hex8_2p",
         "sha256": "ab", "size_bytes": 2048, "state": "WOULD_GO", "reason": "asked_for: by you"},
        {"item_id": "npz/hex8_2p/b.npz", "node_id": "gpu-1", "config_key": "hex8_2p",
         "sha256": "cd", "size_bytes": 1024, "state": "REFUSED", "reason": "too_few_copies: 0"}],
       "truncated": true}""";

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
  void showsWhatWouldGoAndRemovesNothing() {
    api.answer("/v1/evictions?limit=1000&node=gpu-1&older_than_s=2592000&type=npz", 200, COPIES);

    Terminal.Answer answer =
        terminal.run("evict", "--node", "gpu-1", "--type", "npz", "--older-than", "30d");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("npz/hex8_2p/a.npz", "WOULD_GO", "too_few_copies: 0")
        .contains("would go: 1 of 2 copies, 2.0 KiB; nothing was removed, --yes does it")
        .contains("more copies may fit");
  }

  @Test
  void withNothingThatMayGoNobodyIsAskedToRemoveAnything() {
    api.answer(
        "/v1/evictions?limit=1000&node=gpu-1",
        200,
        COPIES.replace("WOULD_GO", "REFUSED").replace("asked_for: by you", "training: x"));

    // No broker is there: a request would fail.
    Terminal.Answer answer = terminal.run("evict", "--node", "gpu-1", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("removed: 0 of 2 copies");
  }

  @Test
  void saysThatANodeIsNotKnown() {
    api.answer("/v1/evictions?limit=1000&node=gpu-1", 200, "{\"copies\": []}");
    api.answer("/v1/evictions?limit=1000&node=gpu-99", 200, "{\"copies\": []}");
    api.answer("/v1/nodes", 200, "{\"nodes\": [{\"node_id\": \"gpu-1\"}]}");

    assertThat(terminal.run("evict", "--node", "gpu-1").out()).isEqualTo("no copies fit\n");

    Terminal.Answer answer = terminal.run("evict", "--node", "gpu-99");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo("dataplane: no node 'gpu-99' is known\n  next: ./dataplane nodes lists them\n");
  }

  @Test
  void asksForEachItemThatIsNamed() {
    api.answer("/v1/evictions?item=a.npz&limit=1000", 200, "{\"copies\": []}");
    api.answer("/v1/evictions?item=b.npz&limit=1000", 200, COPIES);

    assertThat(terminal.run("evict", "a.npz", "b.npz", "--output", "json").out())
        .contains("\"item_id\" : \"npz/hex8_2p/a.npz\"");
  }

  @Test
  void refusesToTakeEverythingAndAgesThatAreNone() {
    Terminal.Answer everything = terminal.run("evict", "--type", "npz");

    assertThat(everything.exitCode()).isEqualTo(2);
    assertThat(everything.err()).contains("allowed: --node, --pattern or items");

    Terminal.Answer age = terminal.run("evict", "--node", "gpu-1", "--older-than", "30");

    assertThat(age.exitCode()).isEqualTo(2);
    assertThat(age.err()).contains("'30', allowed: a number and s, m, h or d, e.g. 30d");
  }
}
