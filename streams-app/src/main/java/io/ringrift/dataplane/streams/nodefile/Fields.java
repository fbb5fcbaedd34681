package io.ringrift.dataplane.streams.nodefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The fields of one entry, each read with what is allowed; what isn't becomes a fault. */
final class Fields {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String WORDS = "letters, digits, '.', '_', '-', at most 64";

  private final String owner;
  private final JsonNode entry;
  private final List<String> faults;
  private final Set<String> read = new LinkedHashSet<>();

  /**
   * @param owner of what, for faults: {@code node gpu-1}
   */
  Fields(String owner, JsonNode entry, List<String> faults) {
    this.owner = owner;
    this.entry = entry;
    this.faults = faults;
  }

  /** A word that names something; null: not said. */
  String word(String field) {
    return matching(field, WORD, WORDS);
  }

  /** A text that matches; null: not said, or a fault. */
  String matching(String field, Pattern form, String allowed) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    if (!value.isValueNode() || !form.matcher(value.asText()).matches()) {
      fault(field, value, allowed);
      return null;
    }
    return value.asText();
  }

  /** A list of words; empty: not said. */
  Set<String> words(String field) {
    return matchingAll(field, WORD, "a list of words: " + WORDS);
  }

  Set<String> matchingAll(String field, Pattern form, String allowed) {
    JsonNode value = value(field);
    Set<String> found = new TreeSet<>();
    if (value == null) {
      return found;
    }
    if (!value.isArray()) {
      fault(field, value, allowed);
      return found;
    }
    for (JsonNode element : value) {
      if (!element.isValueNode() || !form.matcher(element.asText()).matches()) {
        fault(field, value, allowed);
        return new TreeSet<>();
      }
      found.add(element.asText());
    }
    return found;
  }

  boolean flag(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isBoolean()) {
      fault(field, value, "true or false");
    }
    return value != null && value.asBoolean();
  }

  /** A whole number; 0: not said, or a fault. */
  int number(String field, int least, int most) {
    JsonNode value = value(field);
    if (value == null) {
      return 0;
    }
    if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
      fault(field, value, least + ".." + most);
      return 0;
    }
    return value.asInt();
  }

  /** One of these, in any case; null: not said, or a fault. */
  <E extends Enum<E>> E one(String field, List<E> allowed) {
    JsonNode value = value(field);
    E found = value == null ? null : find(value, allowed);
    if (value != null && found == null) {
      fault(field, value, "one of " + allowed);
    }
    return found;
  }

  /** Some of these, in any case; empty: not said, or a fault. */
  <E extends Enum<E>> Set<E> some(String field, List<E> allowed) {
    JsonNode value = value(field);
    Set<E> found = new LinkedHashSet<>();
    if (value == null) {
      return found;
    }
    // An empty list would read as "not said", which takes everything.
    boolean good = value.isArray() && !value.isEmpty();
    for (JsonNode element : value) {
      E each = find(element, allowed);
      good = good && each != null;
      if (each != null) {
        found.add(each);
      }
    }
    if (!good) {
      fault(field, value, "a list of some of " + allowed);
    }
    return found;
  }

  private static <E extends Enum<E>> E find(JsonNode value, List<E> allowed) {
    String name = value.asText().toUpperCase(Locale.ROOT);
    return allowed.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /** Whatever was not asked for by now is a mistake, most likely of spelling. */
  void refuseOthers(String... besides) {
    List<String> allowed = new ArrayList<>(Arrays.asList(besides));
    allowed.addAll(read);
    entry
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                faults.add(
                    "%s: %s is no field, allowed: %s"
                        .formatted(owner, name, String.join(", ", allowed)));
              }
            });
  }

  private JsonNode value(String field) {
    read.add(field);
    JsonNode value = entry.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private void fault(String field, JsonNode value, String allowed) {
    faults.add("%s: %s is %s, allowed: %s".formatted(owner, field, text(value), allowed));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? "'" + value.asText() + "'" : value.toString();
  }
}
