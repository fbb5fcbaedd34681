package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "rules.md");
  private static final String MARK = "not to be edited. -->\n";

  /** Writes the list instead of checking it when run with {@code -Ddocs.write=true}. */
  @Test
  void listsEveryReasonWithItsMeaning() throws IOException {
    String page = Files.readString(PAGE);
    int end = page.indexOf(MARK) + MARK.length();
    String made = page.substring(0, end) + reasons();

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(made);
  }

  @Test
  void namesEveryRule() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(DecisionRules.listed())
        .allSatisfy(rule -> assertThat(page).contains("`" + rule.getSimpleName() + "`"));
  }

  private static String reasons() {
    StringBuilder text = new StringBuilder();
    for (Reason.Kind kind : Reason.Kind.values()) {
      text.append("\n### ").append(kind.title()).append("\n\n| Word | Meaning |\n|---|---|\n");
      for (Reason reason : Reason.values()) {
        if (reason.kind() == kind) {
          text.append("| `").append(reason.word()).append("` | ");
          text.append(reason.meaning()).append(" |\n");
        }
      }
    }
    return text.toString();
  }
}
