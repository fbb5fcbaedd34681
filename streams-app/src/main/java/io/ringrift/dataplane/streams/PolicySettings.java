package io.ringrift.dataplane.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What rules and ledger are to do, as settings: sections {@code rules}, {@code items} and {@code
 * schedule}. Defaults are the policies' own.
 */
final class PolicySettings {

  /** 30 days: nothing here is meant to outlive the history of internal topics by much. */
  private static final long LONGEST = Duration.ofDays(30).toMillis();

  private final Settings settings;
  private final RuleSettings rules;
  private final ItemSettings items;
  private final ScheduleSettings schedule;

  PolicySettings(Settings settings) {
    this.settings = settings;
    this.rules = new RuleSettings(settings);
    this.items = new ItemSettings(settings);
    this.schedule = new ScheduleSettings(settings);
  }

  static void define(ConfigDef d) {
    RuleSettings.define(d);
    ItemSettings.define(d);
    ScheduleSettings.define(d);
  }

  static void millis(ConfigDef d, String key, Duration standard, long least, String meaning) {
    d.define(
        key,
        LONG,
        standard.toMillis(),
        between(least, LONGEST),
        LOW,
        meaning.substring(0, meaning.length() - 1) + ", milliseconds.");
  }

  /** Adds a fault unless the setting {@code small} is {@code large}, or less. */
  static void atMost(List<String> faults, String small, long value, String large, long allowed) {
    if (value > allowed) {
      faults.add(small + " is " + value + ", allowed: at most " + large + ", " + allowed);
    }
  }

  /** Adds what single values can't show. */
  void addFaults(List<String> faults) {
    items.addFaults(faults);
    rules.addFaults(faults);
    schedule.addFaults(faults);
    atMost(
        faults,
        RuleSettings.INTENT_MAX_AGE,
        settings.longInteger(RuleSettings.INTENT_MAX_AGE),
        ScheduleSettings.OPERATION_KEPT,
        settings.longInteger(ScheduleSettings.OPERATION_KEPT));
  }

  DecisionPolicy decisions() {
    return rules.policy();
  }

  ItemPolicy items() {
    return items.policy();
  }

  SchedulePolicy schedule(int partitions) {
    return schedule.policy(partitions);
  }
}
