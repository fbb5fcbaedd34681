package io.ringrift.dataplane.embedded.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The registry's state: a fold of its log. Knows no Kafka and no HTTP; the same records in the same
 * order always give the same state. Safe for many readers and the one thread that applies.
 */
final class SchemaStore {
  /** Confluent's default when nobody chose a level. */
  static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

  private final SortedMap<String, SortedMap<Integer, SchemaRecord.Version>> subjects =
      new TreeMap<>();
  private final Map<Integer, String> schemas = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Optional<String>, CompatibilityLevel> levels = new HashMap<>();
  private final Map<Optional<String>, Mode> modes = new HashMap<>();
  private int highestId;

  synchronized void apply(SchemaRecord record) {
    if (record instanceof SchemaRecord.Version version) {
      put(version);
    } else if (record instanceof SchemaRecord.VersionRemoved removed) {
      remove(removed.subject(), removed.version());
    } else if (record instanceof SchemaRecord.Level level) {
      set(levels, level.subject(), level.level());
    } else if (record instanceof SchemaRecord.ModeOf mode) {
      set(modes, mode.subject(), mode.mode());
    } else if (record instanceof SchemaRecord.UsedIds used) {
      highestId = Math.max(highestId, used.highest());
    }
  }

  /** Versions of a subject in ascending order; empty for an unknown subject. */
  synchronized List<SchemaRecord.Version> versions(String subject, boolean withDeleted) {
    return versionsOf(subject).stream().filter(visible(withDeleted)).toList();
  }

  /** Every version of every subject, by subject and version. */
  synchronized List<SchemaRecord.Version> versions(boolean withDeleted) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(visible(withDeleted))
        .toList();
  }

  /**
   * The text of an id, also when all its versions are soft-deleted: old data must stay readable.
   */
  synchronized Optional<String> schema(int id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** The id that a canonical text has in any subject. */
  synchronized Optional<Integer> id(String schema) {
    return Optional.ofNullable(ids.get(schema));
  }

  synchronized int highestId() {
    return highestId;
  }

  /** The level set for exactly this subject, or for all when empty. */
  synchronized Optional<CompatibilityLevel> level(Optional<String> subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  synchronized CompatibilityLevel effectiveLevel(String subject) {
    return level(Optional.of(subject)).or(() -> level(Optional.empty())).orElse(DEFAULT_LEVEL);
  }

  /** The mode set for exactly this subject, or for all when empty. */
  synchronized Optional<Mode> mode(Optional<String> subject) {
    return Optional.ofNullable(modes.get(subject));
  }

  synchronized Mode effectiveMode(String subject) {
    return mode(Optional.of(subject)).or(() -> mode(Optional.empty())).orElse(Mode.READWRITE);
  }

  private void put(SchemaRecord.Version version) {
    subjects
        .computeIfAbsent(version.subject(), any -> new TreeMap<>())
        .put(version.version(), version);
    schemas.put(version.id(), version.schema());
    ids.put(version.schema(), version.id());
    highestId = Math.max(highestId, version.id());
  }

  private void remove(String subject, int number) {
    SortedMap<Integer, SchemaRecord.Version> versions = subjects.get(subject);
    SchemaRecord.Version removed = versions == null ? null : versions.remove(number);
    if (removed == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    if (versions(true).stream().noneMatch(version -> version.id() == removed.id())) {
      schemas.remove(removed.id());
      ids.remove(removed.schema());
    }
  }

  private Collection<SchemaRecord.Version> versionsOf(String subject) {
    SortedMap<Integer, SchemaRecord.Version> versions = subjects.get(subject);
    return versions == null ? List.of() : versions.values();
  }

  private static Predicate<SchemaRecord.Version> visible(boolean withDeleted) {
    return version -> withDeleted || !version.deleted();
  }

  private static <V> void set(
      Map<Optional<String>, V> settings, Optional<String> subject, Optional<V> value) {
    value.ifPresentOrElse(
        present -> settings.put(subject, present), () -> settings.remove(subject));
  }
}
