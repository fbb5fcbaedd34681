package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.SnapshotPolicy;
import io.ringrift.dataplane.contract.config.Settings;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent that say which files are items, and how they are read. */
final class ItemSettings {
  static final String ITEMS = "agent.items";
  static final String FOLDERS = "agent.folders";
  static final String SHARED = "agent.root.shared";
  static final String SNAPSHOTS = "agent.games.snapshots";
  static final String QUIET = "agent.games.quiet.ms";
  static final String SNAPSHOT_INTERVAL = "agent.games.interval.ms";
  static final String GAME_TABLE = "agent.games.table";
  static final String GONE_LIMIT = "agent.gone.limit.percent";
  static final String FRESH_FOR = "agent.ready.age.max.ms";

  private ItemSettings() {}

  static ConfigDef define(ConfigDef others) {
    ConfigDef.NonEmptyString given = new ConfigDef.NonEmptyString();
    return others
        .define(
            ITEMS,
            Type.LIST,
            List.of(ItemPatterns.STANDARD_NAME),
            Importance.MEDIUM,
            "Patterns of items, each GLOB=KIND; the first that matches decides. 'standard' stands"
                + " for the standard ones.")
        .define(
            FOLDERS,
            Type.LIST,
            List.of(),
            Importance.MEDIUM,
            "Folders whose items go by another name, each FOLDER=PREFIX: with"
                + " consolidated/games=games, the file consolidated/games/a.db is the item"
                + " games/a.db.")
        .define(
            SHARED,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether agents of other nodes have the same data folder, on a file system that they"
                + " share; say so in the node file, too. Each then keeps its own files below"
                + " .dataplane/nodes/.")
        .define(
            SNAPSHOTS,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether databases of games are registered by snapshot; false: they are archives that"
                + " nobody writes to, hashed where they lie.")
        .define(
            QUIET,
            Type.LONG,
            30_000L,
            Range.between(0, 86_400_000),
            Importance.LOW,
            "A database that nobody has written to for so long is copied.")
        .define(
            SNAPSHOT_INTERVAL,
            Type.LONG,
            3_600_000L,
            Range.between(1_000, 604_800_000),
            Importance.LOW,
            "A database that is written to all the time is copied this often.")
        .define(
            GAME_TABLE, Type.STRING, "games", given, Importance.LOW, "Table whose rows are games.")
        .define(
            GONE_LIMIT,
            Type.INT,
            50,
            Range.between(0, 100),
            Importance.LOW,
            "After the index was lost: nothing is reported as gone if more than this share of what"
                + " the manifest has here is.")
        .define(
            FRESH_FOR,
            Type.LONG,
            AgentConfig.Items.STANDARD.freshFor().toMillis(),
            Range.between(1_000L, 2_592_000_000L),
            Importance.MEDIUM,
            "Training data whose content is older is not offered to trainers; as"
                + " rules.data.age.max.ms of the streams-app.");
  }

  /** Adds what can't be used to {@code faults}. */
  static AgentConfig.Items items(Settings settings, List<String> faults) {
    ItemPatterns patterns = ItemPatterns.STANDARD;
    try {
      patterns = ItemPatterns.of(settings.list(ITEMS));
    } catch (IllegalArgumentException e) {
      faults.add(ITEMS + " has " + e.getMessage());
    }
    FolderMap folders = FolderMap.NONE;
    try {
      folders = FolderMap.of(settings.list(FOLDERS));
    } catch (IllegalArgumentException e) {
      faults.add(FOLDERS + " has " + e.getMessage());
    }
    SnapshotPolicy games =
        new SnapshotPolicy(
            settings.flag(SNAPSHOTS),
            settings.millis(QUIET),
            settings.millis(SNAPSHOT_INTERVAL),
            settings.string(GAME_TABLE));
    return new AgentConfig.Items(
        patterns,
        folders,
        settings.flag(SHARED),
        games,
        settings.integer(GONE_LIMIT),
        settings.millis(FRESH_FOR));
  }
}
