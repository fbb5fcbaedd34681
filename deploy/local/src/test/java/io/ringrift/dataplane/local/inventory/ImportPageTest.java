package io.ringrift.dataplane.local.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImportPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "how-to", "import.md");

  @Test
  void pageNamesEveryFieldWithItsMeaning() throws IOException {
    String page = Files.readString(PAGE);

    for (InventoryField field : InventoryField.values()) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s | %s |"
                  .formatted(
                      field.key(),
                      field.required() ? "yes" : "",
                      field.allowed(),
                      field.meaning()));
    }
  }
}
