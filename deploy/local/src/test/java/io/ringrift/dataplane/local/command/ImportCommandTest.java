package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String GOOD =
      "{\"node_id\": \"owc\", \"item_id\": \"npz/hex8_2p/a.npz\", \"sha256\": \""
          + "ab".repeat(32)
          + "\", \"size_bytes\": 2048}";

  @TempDir private Path home;

  @Test
  void onlyChecksUnlessToldToPublish() throws IOException {
    Terminal.Answer answer = run(List.of(GOOD));

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("1 replica of 1 item at 1 node, 2.0 KiB")
        .contains("no faults; nothing was published, --publish does it");
  }

  @Test
  void publishesNothingOfAFileWithFaults() throws IOException {
    // No broker is asked: it would not be found.
    Terminal.Answer answer = run(List.of(GOOD, "{}"), "--publish");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains("line 2: node_id is missing, allowed: text")
        .contains("4 faults; nothing was published");
  }

  @Test
  void saysThatAFileCannotBeRead() {
    Terminal.Answer answer = new Terminal(home, Map.of()).run("import", "nowhere.jsonl");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains("FILE is nowhere.jsonl, which can't be read: there is no such file");
  }

  private Terminal.Answer run(List<String> lines, String... options) throws IOException {
    Path file = Files.write(home.resolve("i.jsonl"), lines);
    String[] words = new String[options.length + 2];
    words[0] = "import";
    words[1] = file.toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return new Terminal(home, Map.of()).run(words);
  }
}
