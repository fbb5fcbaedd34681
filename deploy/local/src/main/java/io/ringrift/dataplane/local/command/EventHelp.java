package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.event.EventField;
import io.ringrift.dataplane.local.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** The end of {@code dataplane emit --help}: every event with its fields, from the contract. */
final class EventHelp {

  private EventHelp() {}

  static String[] lines(EventCatalogue catalogue) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Examples:");
    lines.add("  ./dataplane emit TRAINING_STARTED --config-key hex8_2p --node gpu-1");
    lines.add("  ./dataplane emit DATA_NEEDED --config-key hex8_2p --node gpu-2 --set min_samples=500");
    lines.add("  ./dataplane emit HOST_OFFLINE --node gpu-3 --set reason=maintenance");
    lines.add("");
    lines.add("Events and their fields (* must be given):");
    for (EventType type : catalogue.all()) {
      lines.add("");
      lines.add("  " + type.name() + ": " + type.doc());
      for (EventField field : type.fields()) {
        lines.add(
            "    %-15s %s %s"
                .formatted(
                    field.name() + (field.isRequired() ? "*" : ""), field.doc(), hint(field)));
      }
    }
    return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
  }

  private static String hint(EventField field) {
    String allowed = field.allowed();
    return allowed.equals("text") ? "" : "(" + allowed + ")";
  }
}
