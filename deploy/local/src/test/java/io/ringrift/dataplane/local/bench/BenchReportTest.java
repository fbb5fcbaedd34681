package io.ringrift.dataplane.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.output.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  @TempDir private Path folder;

  @Test
  void endsWithOneJsonObjectOnOneLine() {
    StringWriter out = new StringWriter();

    new BenchReport("fetch")
        .figure("agent_mb_per_s", 612.3, "agent to agent")
        .figure("curl_ratio", 0.81, "against curl and sha256sum; target 0.8 or more")
        .print(new Output(new PrintWriter(out), Output.Format.TABLE), folder);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("FIGURE");
    assertThat(lines.get(1)).contains("agent_mb_per_s", "612", "agent to agent");
    assertThat(lines.get(lines.size() - 1))
        .startsWith("{\"bench\":\"fetch\",\"agent_mb_per_s\":612.3,\"curl_ratio\":0.81,")
        .contains("\"commit\":", "\"java\":");
  }
}
