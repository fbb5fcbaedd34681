package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.output.Screen;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir private static Path home;

  private final Terminal terminal = new Terminal(home, Map.of());

  @ParameterizedTest
  @MethodSource("commands")
  void showsAnExampleInTheHelpOf(String command) {
    Terminal.Answer answer = terminal.run(words(command, "--help"));

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("Usage: dataplane " + command);
    assertThat(answer.out()).contains("./dataplane " + command);
  }

  @Test
  void showsTheHelpWhenNothingIsAsked() {
    Terminal.Answer answer = terminal.run();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("Commands:").contains("Exit codes:");
  }

  @Test
  void saysWhatWasMeantByAMisspeltCommand() {
    Terminal.Answer answer = terminal.run("emti");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("emti").contains("Did you mean").contains("emit");
  }

  @Test
  void namesTheHelpBesideTheOptionThatWasPerhapsMeant() {
    Terminal.Answer answer = terminal.run("ops", "--stat", "RUNNING");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--state").endsWith("  try: ./dataplane ops --help\n");
  }

  @Test
  void saysWhatIsWrongOnce() {
    assertThat(terminal.run("replay").err()).startsWith("dataplane: Missing required argument");
    assertThat(terminal.run("emit", "DATA_NEEDED", "--set", "min_samples").err())
        .startsWith("dataplane: Value for option '--set'");
  }

  @Test
  void namesTheHelpOfTheCommandThatWasMisused() {
    Terminal.Answer answer = terminal.run("emit");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("EVENT").contains("try: ./dataplane emit --help");
    assertThat(answer.err()).doesNotContain("\tat ");
  }

  @Test
  void refusesAFileOfSettingsThatIsNotThere() {
    Terminal.Answer answer = terminal.run("up", "--config-file", "nowhere.properties");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--config-file nowhere.properties is no file");
  }

  @Test
  void keepsTheHelpWithinTheTerminal() {
    Terminal narrow = new Terminal(home, Map.of(), new Screen(true, true, 80));

    assertThat(narrow.run("ops", "--help").out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(narrow.run("reference").out()).isEqualTo(terminal.run("reference").out());
  }

  @Test
  void saysWhichVersionsItIsMadeOf() {
    Terminal.Answer answer = terminal.run("--version");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("dataplane ", "Kafka clients ", "Java " + System.getProperty("java.version"));
  }

  @Test
  void theDemoIsTheSameEverywhere() {
    Terminal.Answer answer = terminal.run("demo", "--config-file", "mine.properties");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("demo takes no --config-file");
    assertThat(terminal.run("demo", "--help").out()).doesNotContain("--config-file");
  }

  static Stream<String> commands() {
    return names("", Commands.line(new Terminal(home, Map.of()).surroundings()));
  }

  private static Stream<String> names(String prefix, CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .flatMap(
            entry ->
                Stream.concat(
                    Stream.of(prefix + entry.getKey()),
                    names(prefix + entry.getKey() + " ", entry.getValue())));
  }

  private static String[] words(String command, String last) {
    return (command + " " + last).split(" ", -1);
  }
}
