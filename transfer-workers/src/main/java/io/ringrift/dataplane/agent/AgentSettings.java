package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullLimits;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.worker.grant.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent: declared once, checked as a whole, turned into what it is made of. */
final class AgentSettings {
  static final String NODE_ID = "agent.node.id";
  static final String ROOT = "agent.root";
  static final String GRANT_KEYS = "agent.grant.public.keys";
  static final String RECEIVES = "agent.receives";
  static final String MAX_PULLS = "agent.pulls";
  static final String CRITICAL_PULLS = "agent.pulls.critical.extra";
  static final String BYTES_IN_FLIGHT = "agent.pulls.bytes.in.flight";
  static final String PULL_RATE = "agent.pull.bytes.per.second";
  static final String STREAMS = "agent.pull.streams";
  static final String MAX_SENDS = "agent.sends";
  static final String IN_RATE = "agent.in.bytes.per.second";
  static final String OUT_RATE = "agent.out.bytes.per.second";
  static final String PATIENCE = "agent.patience.ms";
  static final String DISK_LIMIT = "agent.disk.limit.percent";
  static final String TICK = "agent.scan.tick.ms";
  static final String FULL_PASS = "agent.scan.full.ms";
  static final String HASH_RATE = "agent.scan.bytes.per.second";
  static final String VERIFY_RATE = "agent.verify.bytes.per.second";

  private AgentSettings() {}

  /** All keys, with what each means. */
  static ConfigDef definition() {
    ConfigDef.NonEmptyString given = new ConfigDef.NonEmptyString();
    Range rate = Range.between(0L, Long.MAX_VALUE);
    Range many = Range.between(1, 10_000);
    ConfigDef all = CommonSettings.definition();
    ReachSettings.define(all);
    ItemSettings.define(all);
    ProgramSettings.define(all);
    SwarmSettings.define(all);
    RsyncSettings.define(all);
    ProfileSettings.define(all);
    return BucketSettings.define(all)
        .define(
            BucketSettings.BUCKET,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Bucket that this node exchanges items with; empty: none.")
        .define(
            NODE_ID,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            given,
            Importance.HIGH,
            "The node, as in topics and grants.")
        .define(
            ROOT,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            given,
            Importance.HIGH,
            "Data folder; items lie below it under their item id.")
        .define(
            GRANT_KEYS,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            given,
            Importance.HIGH,
            "PEM file with the public keys of those who may order transfers; read again when it"
                + " changes.")
        .define(
            RECEIVES,
            Type.LIST,
            List.of("NPZ", "GAME", "MODEL", "CHECKPOINT"),
            ConfigDef.ValidList.in("NPZ", "GAME", "MODEL", "CHECKPOINT"),
            Importance.MEDIUM,
            "Receive policy: item types that the node takes.")
        .define(MAX_PULLS, Type.INT, 4, many, Importance.MEDIUM, "Fetches at once.")
        .define(
            CRITICAL_PULLS,
            Type.INT,
            1,
            Range.between(0, 10_000),
            Importance.LOW,
            "Fetches beyond these for CRITICAL alone.")
        .define(
            BYTES_IN_FLIGHT,
            Type.LONG,
            200L << 30,
            Range.between(1L, Long.MAX_VALUE),
            Importance.MEDIUM,
            "Sum of the sizes of running fetches.")
        .define(PULL_RATE, Type.LONG, 0L, rate, Importance.LOW, "Limit of each fetch; 0: none.")
        .define(
            STREAMS,
            Type.INT,
            4,
            Range.between(1, 16),
            Importance.LOW,
            "Connections of one fetch of a large file.")
        .define(MAX_SENDS, Type.INT, 32, many, Importance.MEDIUM, "Connections served at once.")
        .define(IN_RATE, Type.LONG, 0L, rate, Importance.MEDIUM, "Limit of all fetches; 0: none.")
        .define(OUT_RATE, Type.LONG, 0L, rate, Importance.MEDIUM, "Limit of all sends; 0: none.")
        .define(
            PATIENCE,
            Type.LONG,
            30_000L,
            Range.between(1_000, 600_000),
            Importance.LOW,
            "How long a peer may be silent.")
        .define(
            DISK_LIMIT,
            Type.INT,
            70,
            Range.between(1, 100),
            Importance.HIGH,
            "Nothing more is taken once this share of the disk is used.")
        .define(
            TICK,
            Type.LONG,
            1_000L,
            Range.between(100, 60_000),
            Importance.LOW,
            "Between looks for new files.")
        .define(
            FULL_PASS,
            Type.LONG,
            30_000L,
            Range.between(1_000, 3_600_000),
            Importance.LOW,
            "Longest time between looks at every file.")
        .define(
            HASH_RATE,
            Type.LONG,
            200L << 20,
            rate,
            Importance.MEDIUM,
            "Rate of reading files to hash and check them; 0: no limit.")
        .define(
            VERIFY_RATE,
            Type.LONG,
            4L << 20,
            rate,
            Importance.MEDIUM,
            "Rate of reading known files again to find damage; 0: they are not.");
  }

  /**
   * @throws SettingsException with every fault of what the settings name together
   */
  static AgentConfig config(Settings settings) {
    List<String> faults = new ArrayList<>();
    AgentConfig.Reach reach = ReachSettings.reach(settings, faults);
    Supplier<Map<String, PublicKey>> keys = Map::of;
    try {
      keys = new PublicKeyFile(Path.of(settings.string(GRANT_KEYS)), System::nanoTime);
    } catch (IOException e) {
      faults.add(GRANT_KEYS + " is " + settings.string(GRANT_KEYS) + ": " + e.getMessage());
    }
    AgentConfig.Items items = ItemSettings.items(settings, faults);
    AgentConfig.Bucket bucket = BucketSettings.bucket(settings, faults);
    AgentConfig.Rsync rsync = RsyncSettings.rsync(settings, faults);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return new AgentConfig(
        settings.string(NODE_ID),
        Path.of(settings.string(ROOT)),
        reach,
        keys,
        new PullLimits(
            settings.integer(MAX_PULLS),
            settings.integer(CRITICAL_PULLS),
            settings.longInteger(BYTES_IN_FLIGHT),
            receives(settings),
            settings.longInteger(PULL_RATE)),
        new AgentConfig.Network(
            settings.integer(STREAMS),
            settings.integer(MAX_SENDS),
            settings.longInteger(IN_RATE),
            settings.longInteger(OUT_RATE),
            settings.millis(PATIENCE)),
        new AgentConfig.Disk(settings.integer(DISK_LIMIT), Long.MAX_VALUE),
        new AgentConfig.Scan(
            settings.millis(TICK),
            settings.millis(FULL_PASS),
            settings.longInteger(HASH_RATE),
            settings.longInteger(VERIFY_RATE),
            NpzLimits.DEFAULT),
        items,
        bucket,
        ProgramSettings.programs(settings),
        SwarmSettings.swarm(settings),
        rsync);
  }

  private static Set<ItemKind> receives(Settings settings) {
    EnumSet<ItemKind> kinds = EnumSet.noneOf(ItemKind.class);
    settings.list(RECEIVES).forEach(name -> kinds.add(ItemKind.valueOf(name)));
    return kinds;
  }
}
