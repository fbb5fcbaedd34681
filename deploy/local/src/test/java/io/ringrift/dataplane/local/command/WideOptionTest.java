package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.output.Screen;
import io.ringrift.dataplane.local.query.StubApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WideOptionTest {
  private static final Screen NARROW = new Screen(true, true, 100);

  @TempDir private Path home;
  private StubApi api;

  @BeforeEach
  void start() throws IOException {
    api = StubApi.start();
    api.answer(
        "/v1/nodes",
        200,
        """
        {"nodes": [{"node_id": "gpu-1", "online": true, "kind": "HOST", "rack": "r1"}]}""");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aNarrowTerminalShowsTheMostUsefulColumnsOfTheNodes() {
    Terminal.Answer answer = run(NARROW, "nodes");

    assertThat(answer.out())
        .contains("NODE", "STATE", "HEARTBEAT", "more columns with --wide")
        .doesNotContain("RACK");
    assertThat(answer.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void allColumnsAreThereWhenAskedForAndForScripts() {
    String all = run(Screen.NONE, "nodes").out();

    assertThat(all).contains("RACK", "SOURCE").doesNotContain("--wide");
    assertThat(run(NARROW, "nodes", "--wide").out()).isEqualTo(all);
    assertThat(run(new Screen(false, true, 100), "nodes").out()).isEqualTo(all);
  }

  private Terminal.Answer run(Screen screen, String... words) {
    return new Terminal(home, Map.of("DATAPLANE_QUERY_URL", api.url()), screen).run(words);
  }
}
