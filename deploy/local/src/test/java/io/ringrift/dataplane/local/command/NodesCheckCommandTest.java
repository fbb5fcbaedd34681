package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesCheckCommandTest {
  private static final String FAULTY = "nodes:\n  - {id: a, rack: r9}\n  - {id: a}\n";

  @TempDir private Path home;

  @Test
  void showsAGoodFileAsATable() {
    Terminal.Answer answer = run("nodes", "check", "../nodes/ringrift.yaml");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .containsPattern("lambda-gh200-1 +HOST +lambda +us-east-1 .*lambda-nfs")
        .containsPattern("vast-1 .*behind NAT")
        .containsPattern("owc +DRIVE .*85%")
        .contains("44 nodes, no faults");
  }

  @Test
  void listsEveryFault() throws IOException {
    Terminal.Answer answer = run("nodes", "check", faulty());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains("node a: rack is r9, allowed: one of racks: []")
        .contains("node a: id is a, allowed: an id that no other node has")
        .contains("2 faults");
  }

  @Test
  void upRefusesAFaultyFileBeforeItStartsAnything() throws IOException {
    Terminal.Answer answer = run("up", "--nodes", faulty());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("node a: rack is r9").contains("node a: id is a");
    assertThat(home.resolve(".dataplane")).doesNotExist();
  }

  @Test
  void saysThatAFileCannotBeRead() {
    Terminal.Answer answer = run("nodes", "check", "nowhere.yaml");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains("FILE is nowhere.yaml, which can't be read: there is no such file");
  }

  private String faulty() throws IOException {
    return Files.writeString(home.resolve("n.yaml"), FAULTY).toString();
  }

  private Terminal.Answer run(String... words) {
    return new Terminal(home, Map.of()).run(words);
  }
}
