package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.deadletter.LetterAccess;
import io.ringrift.dataplane.local.deadletter.Redrive;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterId;
import io.ringrift.dataplane.streams.deadletter.LetterJson;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataplane dead-letters redrive}: back to where it came from, once. */
@Command(
    name = "redrive",
    header = "Publish dead letters again to the topic that they came from, each once.",
    description = {
      "For after the fix: a schema registered, a node known, a newer version. The record goes to the"
          + " partition where it was refused, unless just that was wrong. What is still refused comes"
          + " back as a new letter.",
      "Exit code 1 if one was published again before; then none is."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane dead-letters redrive 1@42",
      "  ./dataplane dead-letters redrive 1@42 --value fixed.json",
      "  ./dataplane dead-letters redrive --all --error unknown_schema --dry-run"
    })
final class DeadLettersRedriveCommand extends LetterCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "As ./dataplane dead-letters ls lists them.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--all",
      description = "Instead of IDs: all that were not published again yet, by the filters below.")
  private boolean all;

  @Mixin private LetterOptions wanted;

  @Option(
      names = "--value",
      paramLabel = "FILE",
      description = "Publish the bytes of this file instead, as the repaired value of the one ID.")
  private Path value;

  @Option(names = "--dry-run", description = "Say what would be published, publish nothing.")
  private boolean dryRun;

  DeadLettersRedriveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    checkOptions();
    Settings settings = settings();
    try (Topics topics = topics(settings)) {
      String name = topics.deadLetters().name();
      if (dryRun) {
        print(chosen(settings, name, topics), null);
        return Failure.OK;
      }
      try (Redrive redrive = Redrive.open(settings, name)) {
        List<Letter> letters = chosen(settings, name, topics);
        print(letters, redrive.publish(letters, value == null ? null : bytes(value)));
      }
    }
    return Failure.OK;
  }

  private void checkOptions() {
    if (all == !ids.isEmpty()) {
      throw Failure.usage(
          all ? "both IDs and --all are given, allowed: one" : "no ID is given, nor --all");
    }
    if (!all && wanted.any()) {
      throw Failure.usage("--error, --topic and --stage choose among --all, not among IDs");
    }
    if (value != null && ids.size() != 1) {
      throw Failure.usage("--value repairs one letter, " + ids.size() + " IDs are given");
    }
  }

  private List<Letter> chosen(Settings settings, String name, Topics topics) {
    List<Letter> letters;
    try (LetterLog log = LetterAccess.open(settings, name)) {
      letters =
          all
              ? log.last(wanted::wants, Integer.MAX_VALUE / 4).stream()
                  .filter(letter -> letter.redriven().isEmpty())
                  .toList()
              : LetterAccess.find(log, given());
    }
    Set<String> known =
        topics.all().stream().map(topic -> topic.name()).collect(Collectors.toSet());
    List<String> faults = new ArrayList<>();
    for (Letter letter : letters) {
      letter.redriven().ifPresent(done -> faults.add(letter.id() + " was published again " + done));
      if (!known.contains(letter.topic())) {
        faults.add(letter.id() + " came from " + letter.topic() + ", no topic of the catalogue");
      }
    }
    if (!faults.isEmpty()) {
      throw Failure.notSo(String.join("; ", faults));
    }
    return letters;
  }

  private Set<LetterId> given() {
    return ids.stream().map(LetterCommand::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Failure.unreadable("--value", file, e);
    }
  }

  /**
   * @param where each lies now; null: nowhere, it is a dry run
   */
  private void print(List<Letter> letters, List<String> where) {
    Output output = output();
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < letters.size(); i++) {
      Letter letter = letters.get(i);
      String to = where == null ? null : where.get(i);
      if (output.isJson()) {
        rows.add(LetterJson.of(letter).put("redriven_to", to));
      } else {
        output.line(
            letter.id()
                + (to == null ? " would go back to " + letter.topic() : " is now " + to)
                + " ("
                + letter.error()
                + ")");
      }
    }
    if (output.isJson()) {
      output.json(rows);
    } else if (letters.isEmpty()) {
      output.line("no dead letters to publish again");
    }
  }
}
