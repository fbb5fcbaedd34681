package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  @TempDir private Path folder;

  @Test
  void eachProgramReadsTheFileOfSettings() {
    Path file = folder.resolve("tls.properties");

    Parts parts = parts(StackPlan.in(folder).withConfigFile(file));

    assertThat(parts.afterBroker())
        .hasSize(7)
        .allSatisfy(part -> assertThat(part.arguments()).endsWith("--config", file.toString()))
        .allSatisfy(part -> assertThat(part.settings()).containsKey("bootstrap.servers"));
  }

  @Test
  void noProgramAsksForAFileThatIsNotGiven() {
    assertThat(parts(StackPlan.in(folder)).afterBroker())
        .allSatisfy(part -> assertThat(part.arguments()).doesNotContain("--config"));
  }

  private Parts parts(StackPlan plan) {
    return new Parts(plan, new PortBook(folder.resolve("ports.properties")));
  }
}
