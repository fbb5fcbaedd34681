package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which partial files go. */
class OldPartialsTest {
  @TempDir Path folder;

  @Test
  void whatSomebodyGoesOnWithAfterItWasListedStays() throws IOException {
    Path idle = Files.writeString(folder.resolve("aa.part"), "idle");
    Path taken = Files.writeString(folder.resolve("bb.part"), "taken");
    Set<String> listed = new HashSet<>();

    int removed =
        OldPartials.removeOlder(
            folder, Instant.now().plusSeconds(60), hash -> !listed.add(hash) && hash.equals("bb"));

    assertThat(removed).isEqualTo(1);
    assertThat(idle).doesNotExist();
    assertThat(taken).exists();
  }
}
