package io.ringrift.dataplane.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  @Test
  void optionsStandBeforeTheMainClassAndArgumentsAfterIt() {
    List<String> words =
        JavaCommand.of(JavaCommandTest.class)
            .withJvmOptions(List.of("-Xmx64m"))
            .withArguments(List.of("--data", "a folder"))
            .words();

    int mainClass = words.indexOf(JavaCommandTest.class.getName());
    assertThat(words.get(0)).endsWith("/bin/java");
    assertThat(words.indexOf("-Xmx64m")).isBetween(1, mainClass);
    assertThat(words.subList(mainClass + 1, words.size())).containsExactly("--data", "a folder");
  }

  @Test
  void silencesWarningsAboutLibrariesOnJavaThatGivesThem() {
    assertThat(JavaCommand.quiet(17)).isEmpty();
    assertThat(JavaCommand.quiet(25))
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
