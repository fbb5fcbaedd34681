package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Catalog rows for tests, by what matters in them. Content 1, an hour old, 1,000 samples. */
public final class Rows {

  private final ItemType type;
  private final String name;
  private final double quality;
  private String configKey = World.CONFIG;
  private int content = 1;
  private long samples = 1_000;
  private long size = 1_000_000;
  private Instant contentTime = World.T0.minus(Duration.ofHours(1));
  private String reason = "eligible";
  private Set<String> holders = Set.of();
  private Map<String, String> elsewhere = Map.of();

  private Rows(ItemType type, String name, double quality) {
    this.type = type;
    this.name = name;
    this.quality = quality;
  }

  public static Rows npz(String name, double quality) {
    return new Rows(ItemType.NPZ, name, quality);
  }

  public static Rows model(String name) {
    return new Rows(ItemType.MODEL, name, 0);
  }

  public static Rows of(ItemType type, String name, double quality) {
    return new Rows(type, name, quality);
  }

  /** The item id of {@code npz(name, ...)}. */
  public static String npzId(String name) {
    return id(ItemType.NPZ, World.CONFIG, name);
  }

  public static String modelId(String name) {
    return id(ItemType.MODEL, World.CONFIG, name);
  }

  /** Content {@code n} of an item; the hash differs from item to item. */
  public static String hash(String name, int n) {
    return String.format(Locale.ROOT, "%d%063x", n, name.hashCode() & 0xffffffffL);
  }

  public Rows of(String config) {
    configKey = config;
    return this;
  }

  public Rows content(int n) {
    content = n;
    return this;
  }

  public Rows samples(long count) {
    samples = count;
    return this;
  }

  public Rows size(long bytes) {
    size = bytes;
    return this;
  }

  public Rows made(Instant time) {
    contentTime = time;
    return this;
  }

  public Rows at(String... nodes) {
    holders = Set.of(nodes);
    return this;
  }

  /** At that node it lies there, not at its usual place. */
  public Rows lying(String node, String path) {
    elsewhere = Map.of(node, path);
    return this;
  }

  public Rows unvalidated() {
    reason = CatalogCounts.UNVALIDATED;
    return this;
  }

  public Rows unreachable() {
    reason = CatalogCounts.UNREACHABLE;
    return this;
  }

  public Rows ofUnknownType() {
    reason = "type_unknown";
    return this;
  }

  public CatalogRow build() {
    boolean validated = !reason.equals(CatalogCounts.UNVALIDATED);
    return new CatalogRow(
        id(type, configKey, name),
        type,
        configKey,
        validated ? hash(name, content) : null,
        size,
        reason.equals("eligible"),
        reason,
        quality,
        samples,
        contentTime,
        holders,
        "owc",
        elsewhere);
  }

  private static String id(ItemType type, String config, String name) {
    return type.name().toLowerCase(Locale.ROOT) + "/" + config + "/" + name;
  }
}
