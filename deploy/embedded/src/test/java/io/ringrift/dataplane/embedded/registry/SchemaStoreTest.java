package io.ringrift.dataplane.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaStoreTest {
  private static final SchemaRecord.Version A1 =
      new SchemaRecord.Version("a", 1, 1, "\"int\"", false);
  private static final SchemaRecord.Version A2 =
      new SchemaRecord.Version("a", 2, 2, "\"long\"", false);
  private static final SchemaRecord.Version B1 =
      new SchemaRecord.Version("b", 1, 1, "\"int\"", false);

  @Test
  void keepsASchemaWhileAnySubjectHasIt() {
    SchemaStore store = fold(A1, B1, new SchemaRecord.VersionRemoved("a", 1));

    assertThat(store.schema(1)).hasValue("\"int\"");
    assertThat(store.id("\"int\"")).hasValue(1);
    store.apply(new SchemaRecord.VersionRemoved("b", 1));
    assertThat(store.schema(1)).isEmpty();
    assertThat(store.id("\"int\"")).isEmpty();
  }

  @Test
  void softDeletedVersionIsHiddenButItsIdStays() {
    SchemaStore store = fold(A1, A1.softDeleted());

    assertThat(store.versions("a", false)).isEmpty();
    assertThat(store.versions("a", true)).containsExactly(A1.softDeleted());
    assertThat(store.schema(1)).isPresent();
  }

  @Test
  void removalOfAnUnknownVersionChangesNothing() {
    SchemaStore store = fold(A1, new SchemaRecord.VersionRemoved("a", 9));
    store.apply(new SchemaRecord.VersionRemoved("unknown", 1));

    assertThat(store.versions(true)).containsExactly(A1);
  }

  @Test
  void neverGivesARemovedIdAgainEvenAfterCompaction() {
    List<SchemaRecord> log =
        List.of(
            A1,
            A2,
            A2.softDeleted(),
            new SchemaRecord.UsedIds(2),
            new SchemaRecord.VersionRemoved("a", 2));

    SchemaStore compacted = fold(compact(log));

    assertThat(compacted.highestId()).isEqualTo(2);
    assertThat(compacted.versions(true)).containsExactly(A1);
  }

  @Test
  void compactedLogFoldsToTheSameState() {
    List<SchemaRecord> log =
        List.of(
            A1,
            new SchemaRecord.Level(Optional.empty(), Optional.of(CompatibilityLevel.FULL)),
            A2,
            B1,
            A1.softDeleted(),
            new SchemaRecord.ModeOf(Optional.of("a"), Optional.of(Mode.READONLY)),
            new SchemaRecord.Level(Optional.empty(), Optional.of(CompatibilityLevel.NONE)),
            new SchemaRecord.ModeOf(Optional.of("a"), Optional.empty()));

    SchemaStore whole = fold(log.toArray(new SchemaRecord[0]));
    SchemaStore compacted = fold(compact(log));

    assertThat(compacted.versions(true)).isEqualTo(whole.versions(true));
    assertThat(compacted.highestId()).isEqualTo(whole.highestId());
    assertThat(compacted.effectiveLevel("a")).isEqualTo(CompatibilityLevel.NONE);
    assertThat(compacted.effectiveMode("a")).isEqualTo(Mode.READWRITE);
  }

  @Test
  void levelFallsBackFromSubjectToAllToBackward() {
    SchemaStore store = new SchemaStore();
    assertThat(store.effectiveLevel("a")).isEqualTo(CompatibilityLevel.BACKWARD);

    store.apply(new SchemaRecord.Level(Optional.empty(), Optional.of(CompatibilityLevel.FULL)));
    assertThat(store.effectiveLevel("a")).isEqualTo(CompatibilityLevel.FULL);

    store.apply(new SchemaRecord.Level(Optional.of("a"), Optional.of(CompatibilityLevel.NONE)));
    assertThat(store.effectiveLevel("a")).isEqualTo(CompatibilityLevel.NONE);
    assertThat(store.effectiveLevel("b")).isEqualTo(CompatibilityLevel.FULL);
  }

  private static SchemaStore fold(SchemaRecord... records) {
    SchemaStore store = new SchemaStore();
    for (SchemaRecord record : records) {
      store.apply(record);
    }
    return store;
  }

  /** What the broker's cleaner leaves: the last value of each key, at its place; no tombstones. */
  private static SchemaRecord[] compact(List<SchemaRecord> log) {
    RecordCodec codec = new RecordCodec();
    Map<String, SchemaRecord> lastOfKey = new LinkedHashMap<>();
    for (SchemaRecord record : log) {
      RecordCodec.Entry entry = codec.encode(record);
      lastOfKey.remove(entry.key());
      if (entry.value() != null) {
        lastOfKey.put(entry.key(), record);
      }
    }
    return lastOfKey.values().toArray(new SchemaRecord[0]);
  }
}
