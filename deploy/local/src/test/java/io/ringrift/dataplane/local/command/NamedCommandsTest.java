package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What messages, pages and scripts tell people to type is there. */
class NamedCommandsTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TEXTS = Pattern.compile(".*\\.(java|md|py|html|js|yaml|sh)");

  /** The words after the command, as far as code goes on: a sentence may follow. */
  private static final Pattern NAMED =
      Pattern.compile("\\./dataplane ([a-z][a-z0-9-]*)([^`;|\"#>)]*)");

  private static final Pattern SENTENCE_GOES_ON = Pattern.compile("\n|, | or | and ");

  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z0-9-]*");

  private final CommandLine root = Commands.line(new Terminal(ROOT, Map.of()).surroundings());

  @Test
  void commandsAndOptionsThatAreNamedAreThere() throws IOException {
    List<String> wrong = new ArrayList<>();
    int named = 0;
    for (Path text : texts()) {
      Matcher words = NAMED.matcher(Files.readString(text).replace("\\\n", " "));
      while (words.find()) {
        named++;
        String rest = SENTENCE_GOES_ON.split(words.group(2), 2)[0];
        wrong.addAll(faults(text, words.group(1), rest));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(named).isGreaterThan(100);
  }

  private List<String> faults(Path text, String name, String rest) {
    CommandLine command = root.getSubcommands().get(name);
    if (command == null) {
      return List.of("%s: no command %s".formatted(text, name));
    }
    String next = rest.strip().split("\\s", 2)[0];
    CommandLine below = command.getSubcommands().get(next);
    boolean group = command.getCommandSpec().userObject() instanceof GroupCommand;
    if (below == null && group && next.matches("[a-z][a-z-]*")) {
      return List.of("%s: no command %s %s".formatted(text, name, next));
    }
    CommandLine meant = below == null ? command : below;
    return OPTION
        .matcher(rest)
        .results()
        .map(option -> option.group())
        .filter(option -> meant.getCommandSpec().findOption(option) == null)
        .map(option -> "%s: %s has no %s".formatted(text, name, option))
        .toList();
  }

  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>();
    for (String folder : List.of("docs", "schemas", "streams-app", "transfer-workers", "deploy")) {
      texts.addAll(under(ROOT.resolve(folder), 20));
    }
    texts.addAll(under(ROOT, 1));
    return texts;
  }

  private static List<Path> under(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> TEXTS.matcher(file.getFileName().toString()).matches())
          .filter(file -> !file.endsWith("CHANGELOG.md"))
          .filter(NamedCommandsTest::isOurs)
          .toList();
    }
  }

  private static boolean isOurs(Path file) {
    String path = file.toString();
    return !path.contains("/target/")
        && !path.contains("/node_modules/")
        && !path.contains("/src/test/");
  }
}
