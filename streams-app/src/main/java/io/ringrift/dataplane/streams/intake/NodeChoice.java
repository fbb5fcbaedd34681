package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.intake.Flaw.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which node an event means. A node's id counts before a host's name, a name before an address: one
 * service sends {@code node_id} with the machine's own name and its address beside it.
 */
final class NodeChoice {

  /** What services write where they don't know. */
  private static final Set<String> NOBODY = Set.of("unknown", "none", "null", "n/a");

  private final Nodes nodes;
  private final Findings findings;

  NodeChoice(Nodes nodes, Findings findings) {
    this.nodes = nodes;
    this.findings = findings;
  }

  Optional<String> choose(Field field, List<Keys.Found> all) {
    Map<String, Keys.Found> ids = new LinkedHashMap<>();
    Map<String, Keys.Found> hosts = new LinkedHashMap<>();
    Map<Address, Keys.Found> addresses = new LinkedHashMap<>();
    for (Keys.Found found : all) {
      String text = found.text();
      Optional<Address> address = Address.parse(text);
      if (!found.value().isTextual()) {
        findings.flaw(Problem.INVALID, field, Findings.shown(found));
      } else if (NOBODY.contains(text.toLowerCase(java.util.Locale.ROOT))) {
        findings.note(Findings.shown(found) + " names no node");
      } else if (address.isPresent() && !nodes.known(text)) {
        addresses.putIfAbsent(address.get(), found);
      } else if (Fields.HOST_NAMES.contains(found.name().toLowerCase(java.util.Locale.ROOT))) {
        hosts.putIfAbsent(text, found);
      } else {
        ids.putIfAbsent(text, found);
      }
    }
    if (!ids.isEmpty()) {
      return only(field, ids);
    }
    return hosts.isEmpty() ? byAddress(field, addresses) : only(field, known(hosts));
  }

  /** Of several names of a host those that the node table knows, if it knows any. */
  private Map<String, Keys.Found> known(Map<String, Keys.Found> hosts) {
    Map<String, Keys.Found> known = new LinkedHashMap<>(hosts);
    known.keySet().removeIf(name -> !nodes.known(name));
    return known.isEmpty() ? hosts : known;
  }

  private Optional<String> only(Field field, Map<String, Keys.Found> names) {
    if (names.size() > 1) {
      findings.flaw(
          Problem.AMBIGUOUS,
          field,
          String.join(", ", names.values().stream().map(Findings::shown).toList()));
      return Optional.empty();
    }
    return names.keySet().stream().findFirst();
  }

  private Optional<String> byAddress(Field field, Map<Address, Keys.Found> addresses) {
    Set<String> there = new TreeSet<>();
    addresses.keySet().forEach(address -> there.addAll(nodes.at(address)));
    String shown = String.join(", ", addresses.values().stream().map(Findings::shown).toList());
    if (there.size() == 1) {
      String node = there.iterator().next();
      findings.note(shown + " is the address of node " + node);
      return Optional.of(node);
    }
    if (there.size() > 1) {
      findings.flaw(
          Problem.AMBIGUOUS, field, shown + ", the address of " + String.join(", ", there));
    } else if (!addresses.isEmpty() && field.required()) {
      findings.flaw(Problem.MISSING, field, shown + ", an address that no known node has");
    } else if (!addresses.isEmpty()) {
      findings.note(shown + " is an address that no known node has; the node stays open");
    }
    return Optional.empty();
  }
}
