package io.ringrift.dataplane.streams.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Works out what an event doesn't say from what it does. */
final class Completion {

  private static final String ITEM_ID = "item_id";
  private static final String PATH = "path";
  private static final String CONFIG_KEY = "config_key";
  private static final String NODE_ID = "node_id";
  private static final String CONTENT_TIME = "content_time";

  private final EventShape shape;
  private final Values values;
  private final Nodes nodes;
  private final Findings findings;

  Completion(EventShape shape, Values values, Nodes nodes, Findings findings) {
    this.shape = shape;
    this.values = values;
    this.nodes = nodes;
    this.findings = findings;
  }

  void run(Instant occurredAt) {
    if (shape.folder() != null) {
      addItemId();
      addConfig();
    }
    if (shape.has("age_hours")) {
      addContentTime("age_hours", Duration.ofHours(1), occurredAt);
      addContentTime("age_seconds", Duration.ofSeconds(1), occurredAt);
    }
    if (shape.has("scope")) {
      Pressure.complete(shape, values, findings);
    }
  }

  private void addItemId() {
    String said = values.text(ITEM_ID);
    if (said != null && !said.startsWith("/")) {
      return;
    }
    String path = said == null ? values.text(PATH) : said;
    if (path == null) {
      return;
    }
    String node = values.text(NODE_ID);
    String root = node == null ? null : nodes.dataRoot(node);
    Optional<String> itemId = ItemPaths.itemId(path, root, shape.folder());
    if (itemId.isPresent()) {
      values.put(ITEM_ID, itemId.get());
      if (!itemId.get().equals(path)) {
        findings.note("item_id is " + itemId.get() + ", from '" + path + "'");
      }
      return;
    }
    String why =
        root == null
            ? "'" + path + "' has not exactly one folder " + shape.folder()
            : "'" + path + "' is not below " + root + ", the data folder of " + node;
    Field field = shape.field(ITEM_ID);
    if (field.required() || said != null) {
      findings.flaw(
          Flaw.Problem.MISSING,
          field,
          why,
          "a path below the node's data folder, such as " + shape.folder() + "/...");
    } else {
      findings.note("no item_id: " + why);
    }
  }

  private void addConfig() {
    if (values.has(CONFIG_KEY) || findings.blames(shape.field(CONFIG_KEY))) {
      return;
    }
    String file = values.has(ITEM_ID) ? values.text(ITEM_ID) : values.text(PATH);
    if (file == null) {
      return;
    }
    Optional<String> config = configFolder(file).or(() -> ConfigKeys.inPath(file));
    config.ifPresent(
        key -> {
          values.put(CONFIG_KEY, key);
          findings.note("config_key is " + key + ", from '" + file + "'");
        });
  }

  /** The agents' reading: {@code npz/chess/a.npz} is of {@code chess}. */
  private Optional<String> configFolder(String file) {
    String[] segments = file.split("/", -1);
    return segments.length >= 3
            && segments[0].equals(shape.folder())
            && !segments[1].startsWith("tournament")
        ? Optional.of(ConfigKeys.canonical(segments[1]))
        : Optional.empty();
  }

  private void addContentTime(String field, Duration unit, Instant occurredAt) {
    Double age = values.number(field);
    if (age == null || values.has(CONTENT_TIME)) {
      return;
    }
    Optional<Duration> duration = Times.age(age, unit);
    if (duration.isPresent()) {
      values.put(CONTENT_TIME, occurredAt.minus(duration.get()));
      findings.note("content_time is occurred_at less " + field + " " + age);
    } else {
      findings.flaw(
          Flaw.Problem.INVALID, shape.field(field), age.toString(), "0 to a hundred years");
    }
  }
}
