package io.ringrift.dataplane.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.schedule.RetryPolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import io.ringrift.dataplane.streams.schedule.ShadowMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What rules and ledger are to do, as settings: sections {@code rules}, {@code items} and {@code
 * schedule}. Defaults are the policies' own.
 */
final class PolicySettings {

  private static final List<ItemType> TYPES =
      List.of(ItemType.GAME, ItemType.MODEL, ItemType.NPZ, ItemType.CHECKPOINT);

  private static final String MIN_QUALITY = "rules.training.quality.min";
  private static final String TOP_ITEMS = "rules.items.top";
  private static final String GRACE = "rules.grace.ms";
  private static final String MAX_AGE = "rules.data.age.max.ms";
  private static final String MAX_AGE_BY_CONFIG = "rules.data.age.max.by.config";
  private static final String REORDER_AFTER = "rules.reorder.after.ms";
  private static final String NEED_LIFETIME = "rules.need.lifetime.ms";
  private static final String NEED_KEPT = "rules.need.kept.ms";
  private static final String PLACEMENT_LIFETIME = "rules.placement.lifetime.ms";
  private static final String INTENT_MAX_AGE = "rules.intent.age.max.ms";
  private static final String MAX_CHOICES = "rules.choices.max";
  private static final String MAX_GUESSED = "rules.targets.guessed.max";

  private static final String BACKUP_TYPES = "items.backup.types";

  private static final String WINDOW = "schedule.window";
  private static final String LEASE = "schedule.lease.ms";
  private static final String UNSTARTED = "schedule.unstarted.ms";
  private static final String RECHECK = "schedule.recheck.ms";
  private static final String RETRY_FIRST = "schedule.retry.first.ms";
  private static final String RETRY_MOST = "schedule.retry.most.ms";
  private static final String RETRY_FAILURES = "schedule.retry.failures";
  private static final String OPERATION_KEPT = "schedule.kept.ms";
  private static final String FAILED_REST = "schedule.failed.rest.ms";
  private static final String PRESSURE_LIFETIME = "schedule.backpressure.lifetime.ms";
  private static final String REPAIRS = "schedule.repairs";
  private static final String SHADOW = "schedule.shadow";
  private static final String SHADOW_NODES = "schedule.shadow.nodes";

  /** 30 days: nothing here is meant to outlive the history of internal topics by much. */
  private static final long LONGEST = Duration.ofDays(30).toMillis();

  private final Settings settings;

  PolicySettings(Settings settings) {
    this.settings = settings;
  }

  static void define(ConfigDef d) {
    defineRules(d, DecisionPolicy.standard());
    defineItems(d, ItemPolicy.standard());
    defineSchedule(d, SchedulePolicy.standard(1));
  }

  private static void defineRules(ConfigDef d, DecisionPolicy p) {
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

  private static void defineItems(ConfigDef d, ItemPolicy p) {
    for (ItemType type : TYPES) {
      int least = p.minReplicas().getOrDefault(type, 0);
      d.define(
          minimum(type),
          INT,
          least,
          between(0, 20),
          HIGH,
          "Least reachable copies on stable nodes; fewer are repaired at NORMAL, none at HIGH.");
      d.define(
          target(type),
          INT,
          p.targetReplicas().getOrDefault(type, least),
          between(0, 20),
          MEDIUM,
          "Copies on stable nodes that are made at LOW; the minimum or more.");
    }
    d.define(
        BACKUP_TYPES,
        LIST,
        p.backedUp().stream().sorted().map(Enum::name).toList(),
        ConfigDef.ValidList.in(TYPES.stream().map(Enum::name).toArray(String[]::new)),
        HIGH,
        "Types that are copied to every node with the role backup; empty: none.");
  }

  private static void defineSchedule(ConfigDef d, SchedulePolicy p) {
    d.define(
        WINDOW,
        INT,
        SchedulePolicy.WINDOW,
        between(1, 100_000),
        MEDIUM,
        "Operations of one priority on its topic and not started; the rest waits in the ledger.");
    millis(d, LEASE, p.lease(), 1_000, "A transfer silent for longer is given to another worker.");
    millis(d, UNSTARTED, p.unstarted(), 1_000, "An operation not started is emitted again then.");
    millis(d, RECHECK, p.recheck(), 100, "How often a held operation is looked at again.");
    millis(
        d, RETRY_FIRST, p.retry().first(), 1, "Wait after the first failure; doubles from there.");
    millis(d, RETRY_MOST, p.retry().most(), 1, "Longest wait between tries.");
    d.define(
        RETRY_FAILURES,
        INT,
        p.retry().failures(),
        atLeast(1),
        MEDIUM,
        "Failed tries until it ends.");
    millis(d, OPERATION_KEPT, p.keepEnded(), 1_000, "How long an ended operation stays readable.");
    millis(d, FAILED_REST, p.failedRest(), 0, "A rule orders again what failed after this.");
    millis(d, PRESSURE_LIFETIME, p.pressureLifetime(), 1_000, "Unreleased backpressure ends then.");
    d.define(
        REPAIRS,
        INT,
        SchedulePolicy.REPAIRS,
        between(1, 1_000_000),
        MEDIUM,
        "Repairs (REPLICATE at NORMAL and LOW) open at once; the rest waits, however many copies"
            + " a node took with it.");
    d.define(
        SHADOW,
        BOOLEAN,
        p.shadow().everywhere(),
        HIGH,
        "Decide and record everything, move nothing: for a migration.");
    d.define(
        SHADOW_NODES,
        LIST,
        List.of(),
        null,
        MEDIUM,
        "Nodes that nothing is moved to; others may read from them.");
  }

  private static void millis(
      ConfigDef d, String key, Duration standard, long least, String meaning) {
    d.define(
        key,
        LONG,
        standard.toMillis(),
        between(least, LONGEST),
        LOW,
        meaning.substring(0, meaning.length() - 1) + ", milliseconds.");
  }

  private static String minimum(ItemType type) {
    return "items.replicas.min." + type.name().toLowerCase(Locale.ROOT);
  }

  private static String target(ItemType type) {
    return "items.replicas.target." + type.name().toLowerCase(Locale.ROOT);
  }

  /** Adds what single values can't show. */
  void addFaults(List<String> faults) {
    for (ItemType type : TYPES) {
      atMost(faults, minimum(type), integer(minimum(type)), target(type), integer(target(type)));
    }
    atMost(faults, TOP_ITEMS, integer(TOP_ITEMS), MAX_CHOICES, integer(MAX_CHOICES));
    atMost(faults, RETRY_FIRST, number(RETRY_FIRST), RETRY_MOST, number(RETRY_MOST));
    atMost(faults, INTENT_MAX_AGE, number(INTENT_MAX_AGE), OPERATION_KEPT, number(OPERATION_KEPT));
    agesByConfig(faults);
  }

  private static void atMost(
      List<String> faults, String small, long value, String large, long allowed) {
    if (value > allowed) {
      faults.add(small + " is " + value + ", allowed: at most " + large + ", " + allowed);
    }
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

  DecisionPolicy decisions() {
    return new DecisionPolicy(
        settings.decimal(MIN_QUALITY),
        integer(TOP_ITEMS),
        settings.millis(GRACE),
        settings.millis(MAX_AGE),
        agesByConfig(new ArrayList<>()),
        settings.millis(REORDER_AFTER),
        settings.millis(NEED_LIFETIME),
        settings.millis(NEED_KEPT),
        settings.millis(PLACEMENT_LIFETIME),
        settings.millis(INTENT_MAX_AGE),
        integer(MAX_CHOICES),
        integer(MAX_GUESSED));
  }

  ItemPolicy items() {
    Map<ItemType, Integer> least = new EnumMap<>(ItemType.class);
    Map<ItemType, Integer> target = new EnumMap<>(ItemType.class);
    for (ItemType type : TYPES) {
      least.put(type, integer(minimum(type)));
      target.put(type, integer(target(type)));
    }
    Set<ItemType> backedUp = EnumSet.noneOf(ItemType.class);
    settings.list(BACKUP_TYPES).forEach(name -> backedUp.add(ItemType.valueOf(name)));
    return new ItemPolicy(least, target, backedUp);
  }

  SchedulePolicy schedule(int partitions) {
    return new SchedulePolicy(
        SchedulePolicy.windowOf(integer(WINDOW), partitions),
        settings.millis(LEASE),
        settings.millis(UNSTARTED),
        settings.millis(RECHECK),
        new RetryPolicy(
            settings.millis(RETRY_FIRST), settings.millis(RETRY_MOST), integer(RETRY_FAILURES)),
        settings.millis(OPERATION_KEPT),
        settings.millis(FAILED_REST),
        settings.millis(PRESSURE_LIFETIME),
        SchedulePolicy.windowOf(integer(REPAIRS), partitions),
        new ShadowMode(settings.flag(SHADOW), Set.copyOf(settings.list(SHADOW_NODES))));
  }

  private int integer(String key) {
    return settings.integer(key);
  }

  private long number(String key) {
    return settings.longInteger(key);
  }
}
