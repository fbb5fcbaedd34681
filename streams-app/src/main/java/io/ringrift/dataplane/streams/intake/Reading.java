package io.ringrift.dataplane.streams.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ringrift.dataplane.streams.intake.Flaw.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads fields by all their names; of different values of one field none is picked by chance. */
final class Reading {

  private static final List<String> BOARDS = List.of("board_type", "board");
  private static final List<String> PLAYERS = List.of("num_players", "players", "player_count");

  private final Keys keys;
  private final NodeChoice nodes;
  private final Findings findings;

  Reading(Keys keys, Nodes nodes, Findings findings) {
    this.keys = keys;
    this.nodes = new NodeChoice(nodes, findings);
    this.findings = findings;
  }

  void read(Field field, Values into) {
    Optional<Object> value =
        field.kind() == FieldKind.NODE
            ? nodes.choose(field, found(field)).map(id -> (Object) id)
            : choose(field);
    value.ifPresent(each -> into.put(field.name(), each));
  }

  private Optional<Object> choose(Field field) {
    Map<Object, String> values = new LinkedHashMap<>();
    for (Keys.Found found : found(field)) {
      if (field.kind() == FieldKind.TIME && Times.isZero(found.text())) {
        findings.note(Findings.shown(found) + " says no time");
        continue;
      }
      Optional<Object> value = field.kind().parse(found.value());
      if (value.isPresent()) {
        values.putIfAbsent(value.get(), Findings.shown(found));
        noteZone(field, found);
      } else {
        findings.flaw(Problem.INVALID, field, Findings.shown(found));
      }
      if (field.firstWins()) {
        break;
      }
    }
    if (field.kind() == FieldKind.CONFIG) {
      addPair(field, values);
    }
    if (values.size() > 1) {
      findings.flaw(Problem.AMBIGUOUS, field, String.join(", ", values.values()));
      return Optional.empty();
    }
    return values.keySet().stream().findFirst();
  }

  private void noteZone(Field field, Keys.Found found) {
    if (field.kind() == FieldKind.TIME && Times.withoutZone(found.text())) {
      findings.note(Findings.shown(found) + " says no zone and is taken as UTC");
    }
  }

  /** All that stands under the field's names, in the order of names. */
  private List<Keys.Found> found(Field field) {
    List<Keys.Found> all = new ArrayList<>();
    for (String name : field.names()) {
      for (Keys.Found found : keys.look(name)) {
        if (found.top() || !field.atTop().contains(name)) {
          all.add(found);
          keys.use(found);
        }
      }
    }
    return all;
  }

  private void addPair(Field field, Map<Object, String> values) {
    List<Keys.Found> boards = all(BOARDS);
    List<Keys.Found> players = all(PLAYERS);
    if (boards.isEmpty()) {
      return;
    }
    JsonNode count = players.isEmpty() ? MissingNode.getInstance() : players.get(0).value();
    Optional<Object> pair = FieldKind.pair(boards.get(0).value(), count);
    List<Keys.Found> said = new ArrayList<>(boards);
    said.addAll(players);
    String shown = said.stream().map(Findings::shown).collect(Collectors.joining(" with "));
    if (boards.size() > 1 || players.size() > 1) {
      findings.flaw(Problem.AMBIGUOUS, field, shown);
    } else if (pair.isPresent()) {
      values.putIfAbsent(pair.get(), shown);
    } else if (values.isEmpty()) {
      findings.flaw(
          Problem.INVALID,
          field,
          players.isEmpty() ? shown + " without num_players" : shown,
          field.allowed());
    }
  }

  private List<Keys.Found> all(List<String> names) {
    List<Keys.Found> all = new ArrayList<>();
    names.forEach(name -> all.addAll(keys.look(name)));
    all.forEach(keys::use);
    return all;
  }
}
