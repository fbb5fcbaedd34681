package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.intake.Flaw.Problem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which event it is, by the names of the table. */
final class EventNames {

  private static final Map<String, EventShape> BY_NAME = byName();

  private EventNames() {}

  /** Empty with a flaw if it is none, or if it calls itself by two. */
  static Optional<EventShape> find(Keys keys, Findings findings) {
    Map<EventShape, Keys.Found> known = new LinkedHashMap<>();
    Keys.Found first = null;
    for (String key : EventTable.NAME_KEYS) {
      for (Keys.Found found : keys.look(key)) {
        first = first == null ? found : first;
        EventShape shape = BY_NAME.get(canonical(found.text()));
        if (shape != null) {
          known.putIfAbsent(shape, found);
          keys.use(found);
        }
      }
    }
    if (known.size() == 1) {
      return Optional.of(known.keySet().iterator().next());
    }
    findings.flaws().add(flaw(known, first));
    return Optional.empty();
  }

  private static Flaw flaw(Map<EventShape, Keys.Found> known, Keys.Found first) {
    String where = "under " + String.join(", ", EventTable.NAME_KEYS);
    if (known.size() > 1) {
      String shown = known.values().stream().map(Findings::shown).collect(Collectors.joining(", "));
      return new Flaw("event", Problem.AMBIGUOUS, shown, "one event " + where);
    }
    if (first == null) {
      return new Flaw("event", Problem.MISSING, null, "the name of an event " + where);
    }
    String reason = EventTable.NOT_TAKEN.get(canonical(first.text()));
    String names =
        EventTable.shapes().stream().map(EventShape::name).collect(Collectors.joining(", "));
    return new Flaw(
        "event",
        Problem.UNKNOWN_EVENT,
        Findings.shown(first) + (reason == null ? "" : ": " + reason),
        names);
  }

  private static String canonical(String name) {
    String bare = name.substring(name.lastIndexOf('.') + 1);
    return bare.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  private static Map<String, EventShape> byName() {
    Map<String, EventShape> names = new HashMap<>();
    for (EventShape shape : EventTable.shapes()) {
      put(names, shape.name(), shape);
      shape.aliases().forEach(alias -> put(names, alias, shape));
    }
    return Map.copyOf(names);
  }

  private static void put(Map<String, EventShape> names, String name, EventShape shape) {
    if (names.put(name, shape) != null) {
      throw new IllegalStateException(name + " names two events");
    }
  }
}
