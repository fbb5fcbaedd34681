package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.event.EventCatalogue;
import io.ringrift.dataplane.local.event.EventField;
import io.ringrift.dataplane.local.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** The end of {@code dataplane emit --help}: every event with its fields, from the contract. */
final class EventHelp {
  private static final int MARGIN = 4;
  private static final int FIELD_INDENT = 22;

  private EventHelp() {}

  static List<String> lines(EventCatalogue catalogue, int helpWidth) {
    int width = helpWidth - MARGIN;
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Examples:");
    lines.add("  ./dataplane emit TRAINING_STARTED --config-key hex8_2p --node gpu-1");
    lines.add(
        "  ./dataplane emit DATA_NEEDED --config-key hex8_2p --node gpu-2 --set min_samples=500");
    lines.add("  ./dataplane emit HOST_OFFLINE --node gpu-3 --set reason=maintenance");
    lines.add("");
    lines.add("Events and their fields (* must be given):");
    for (EventType type : catalogue.all()) {
      lines.add("");
      lines.addAll(wrapped("  " + type.name() + ": " + type.doc(), 4, width));
      for (EventField field : type.fields()) {
        String name = field.name() + (field.isRequired() ? "*" : "");
        lines.addAll(
            wrapped(
                "    %-17s %s%s".formatted(name, words(field.doc()), hint(field)),
                FIELD_INDENT,
                width));
      }
    }
    return lines;
  }

  /** The contract speaks of null; at a command line one leaves a field out. */
  private static String words(String doc) {
    return doc.replace("null for ", "left out for ");
  }

  private static String hint(EventField field) {
    String allowed = field.allowed();
    return allowed.equals("text") ? "" : " (" + allowed + ")";
  }

  /** Breaks a line at spaces; what follows is indented. */
  private static List<String> wrapped(String text, int indent, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width);
      if (cut <= indent) {
        break;
      }
      lines.add(rest.substring(0, cut));
      rest = " ".repeat(indent) + rest.substring(cut + 1);
    }
    lines.add(rest);
    return lines;
  }
}
