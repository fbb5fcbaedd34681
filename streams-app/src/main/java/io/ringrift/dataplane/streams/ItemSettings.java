package io.ringrift.dataplane.streams;

import static io.ringrift.dataplane.streams.PolicySettings.atMost;
import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** How many copies items are to have, as settings of the section {@code items}. */
final class ItemSettings {

  private static final List<ItemType> TYPES =
      List.of(ItemType.GAME, ItemType.MODEL, ItemType.NPZ, ItemType.CHECKPOINT);

  private static final String BACKUP_TYPES = "items.backup.types";

  private final Settings settings;

  ItemSettings(Settings settings) {
    this.settings = settings;
  }

  static void define(ConfigDef d) {
    ItemPolicy p = ItemPolicy.standard();
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

  private static String minimum(ItemType type) {
    return "items.replicas.min." + type.name().toLowerCase(Locale.ROOT);
  }

  private static String target(ItemType type) {
    return "items.replicas.target." + type.name().toLowerCase(Locale.ROOT);
  }

  void addFaults(List<String> faults) {
    for (ItemType type : TYPES) {
      int least = settings.integer(minimum(type));
      atMost(faults, minimum(type), least, target(type), settings.integer(target(type)));
    }
  }

  ItemPolicy policy() {
    Map<ItemType, Integer> least = new EnumMap<>(ItemType.class);
    Map<ItemType, Integer> target = new EnumMap<>(ItemType.class);
    for (ItemType type : TYPES) {
      least.put(type, settings.integer(minimum(type)));
      target.put(type, settings.integer(target(type)));
    }
    Set<ItemType> backedUp = EnumSet.noneOf(ItemType.class);
    settings.list(BACKUP_TYPES).forEach(name -> backedUp.add(ItemType.valueOf(name)));
    return new ItemPolicy(least, target, backedUp);
  }
}
