package io.ringrift.dataplane.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the reference that is made from code. The test fails when the page has drifted; {@code
 * ./mvnw -pl schemas test -Dtest='*PageTest' -Ddocs.write=true} writes it anew.
 */
final class GeneratedPage {

  /** Surefire runs in the module's folder. */
  private static final Path FOLDER = Path.of("..", "docs", "reference");

  private GeneratedPage() {}

  static void assertUpToDate(String name, String wanted) throws IOException {
    Path page = FOLDER.resolve(name);
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(page, wanted);
    }
    assertThat(page)
        .as("write it anew with -Ddocs.write=true, see %s", GeneratedPage.class.getSimpleName())
        .hasContent(wanted);
  }
}
