package io.ringrift.dataplane.streams;

import static io.ringrift.dataplane.streams.PolicySettings.atMost;
import static io.ringrift.dataplane.streams.PolicySettings.millis;
import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** What the rules of the decisions stage are to do, as settings of the section {@code rules}. */
final class RuleSettings {

  private static final String MIN_QUALITY = "rules.training.quality.min";
  private static final String TOP_ITEMS = "rules.items.top";
  private static final String GRACE = "rules.grace.ms";
  private static final String MAX_AGE = "rules.data.age.max.ms";
  private static final String MAX_AGE_BY_CONFIG = "rules.data.age.max.by.config";
  private static final String REORDER_AFTER = "rules.reorder.after.ms";
  private static final String NEED_LIFETIME = "rules.need.lifetime.ms";
  private static final String NEED_KEPT = "rules.need.kept.ms";
  private static final String PLACEMENT_LIFETIME = "rules.placement.lifetime.ms";
  static final String INTENT_MAX_AGE = "rules.intent.age.max.ms";
  private static final String MAX_CHOICES = "rules.choices.max";
  private static final String MAX_GUESSED = "rules.targets.guessed.max";

  private final Settings settings;

  RuleSettings(Settings settings) {
    this.settings = settings;
  }

  static void define(ConfigDef d) {
    DecisionPolicy p = DecisionPolicy.standard();
    d.define(
        MIN_QUALITY,
        DOUBLE,
        p.minTrainingQuality(),
        between(0, 1),
        HIGH,
        "Least quality of data that a training is given.");
    d.define(
        TOP_ITEMS, INT, p.topItems(), between(1, 100), MEDIUM, "Items that DATA_NEEDED asks for.");
    millis(d, GRACE, p.grace(), 0, "How long a lack of data is told to nobody.");
    millis(
        d,
        MAX_AGE,
        p.maxDataAge(),
        1_000,
        "NPZ content older than this is stale, by content time.");
    d.define(
        MAX_AGE_BY_CONFIG,
        LIST,
        List.of(),
        null,
        MEDIUM,
        "Takes its place for some configs: `hex8_2p=3600000,square8_4p=7200000`, milliseconds.");
    millis(
        d, REORDER_AFTER, p.reorderAfter(), 1_000, "An unanswered order is repeated after this.");
    millis(d, NEED_LIFETIME, p.needLifetime(), 1_000, "An open need ends unmet after this.");
    millis(d, NEED_KEPT, p.keepEnded(), 1_000, "How long an ended need stays readable.");
    millis(
        d,
        PLACEMENT_LIFETIME,
        p.placementLifetime(),
        1_000,
        "A training whose end nobody reports is taken as ended after this.");
    millis(
        d,
        INTENT_MAX_AGE,
        p.intentMaxAge(),
        1_000,
        "Older events only update where configs train; less than schedule.kept.ms.");
    d.define(
        MAX_CHOICES,
        INT,
        p.maxChoices(),
        between(1, 1_000),
        LOW,
        "Items that one need ever tries.");
    d.define(
        MAX_GUESSED,
        INT,
        p.maxGuessedTargets(),
        between(1, 100),
        LOW,
        "Nodes that are served where nothing tells which of them trains.");
  }

  void addFaults(List<String> faults) {
    int top = settings.integer(TOP_ITEMS);
    atMost(faults, TOP_ITEMS, top, MAX_CHOICES, settings.integer(MAX_CHOICES));
    agesByConfig(faults);
  }

  private Map<String, Duration> agesByConfig(List<String> faults) {
    Map<String, Duration> ages = new TreeMap<>();
    for (String entry : settings.list(MAX_AGE_BY_CONFIG)) {
      String[] parts = entry.split("=", 2);
      if (parts.length == 2 && !parts[0].isBlank() && parts[1].matches("[1-9][0-9]{0,11}")) {
        ages.put(parts[0].strip(), Duration.ofMillis(Long.parseLong(parts[1])));
      } else {
        faults.add(
            MAX_AGE_BY_CONFIG + " has \"" + entry + "\", allowed: config=milliseconds above 0");
      }
    }
    return ages;
  }

  DecisionPolicy policy() {
    return new DecisionPolicy(
        settings.decimal(MIN_QUALITY),
        settings.integer(TOP_ITEMS),
        settings.millis(GRACE),
        settings.millis(MAX_AGE),
        agesByConfig(new ArrayList<>()),
        settings.millis(REORDER_AFTER),
        settings.millis(NEED_LIFETIME),
        settings.millis(NEED_KEPT),
        settings.millis(PLACEMENT_LIFETIME),
        settings.millis(INTENT_MAX_AGE),
        settings.integer(MAX_CHOICES),
        settings.integer(MAX_GUESSED));
  }
}
