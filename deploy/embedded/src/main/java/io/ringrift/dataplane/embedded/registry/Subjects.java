package io.ringrift.dataplane.embedded.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Registering, finding and deleting schemas. */
final class Subjects {
  private final SchemaStore store;
  private final SchemaLog log;

  Subjects(SchemaStore store, SchemaLog log) {
    this.store = store;
    this.log = log;
  }

  /** Registers a schema and returns its id; one that the subject has already keeps its version. */
  int register(String subject, String text) {
    Schema schema = AvroText.parse(text);
    return log.write(() -> registration(subject, schema));
  }

  /** The newest version of the subject that has this schema. */
  SchemaRecord.Version lookup(String subject, String text, boolean withDeleted) {
    String canonical = AvroText.parse(text).toString();
    return existing(subject, withDeleted).stream()
        .filter(version -> version.schema().equals(canonical))
        .max(Comparator.comparing(SchemaRecord.Version::version))
        .orElseThrow(
            () -> RegistryException.schemaNotFound("subject '" + subject + "' has no such schema"));
  }

  String schema(int id) {
    return store
        .schema(id)
        .orElseThrow(() -> RegistryException.schemaNotFound("no schema has the id " + id));
  }

  /** The versions that have this id, by subject and version. */
  List<SchemaRecord.Version> versionsOf(int id, boolean withDeleted) {
    schema(id);
    return store.versions(withDeleted).stream().filter(version -> version.id() == id).toList();
  }

  List<String> names(String prefix, boolean withDeleted) {
    return store.versions(withDeleted).stream()
        .map(SchemaRecord.Version::subject)
        .filter(subject -> subject.startsWith(prefix))
        .distinct()
        .toList();
  }

  /** The versions of a subject in ascending order, at least one. */
  List<SchemaRecord.Version> existing(String subject, boolean withDeleted) {
    List<SchemaRecord.Version> versions = store.versions(subject, withDeleted);
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    return versions;
  }

  SchemaRecord.Version version(String subject, VersionNumber number, boolean withDeleted) {
    return number
        .in(existing(subject, withDeleted))
        .orElseThrow(() -> RegistryException.versionNotFound(subject, number.toString()));
  }

  /** Faults of a schema against one version; a latest version that isn't there has none. */
  List<String> faults(String subject, VersionNumber number, String text) {
    Schema schema = AvroText.parse(text);
    Optional<SchemaRecord.Version> old = number.in(store.versions(subject, false));
    if (old.isEmpty() && !number.isLatest()) {
      throw RegistryException.versionNotFound(subject, number.toString());
    }
    return old.map(version -> Compatibility.faults(schema, version, store.effectiveLevel(subject)))
        .orElse(List.of());
  }

  /** Faults of a schema against all versions that the subject's level looks at. */
  List<String> faults(String subject, String text) {
    return faults(subject, AvroText.parse(text));
  }

  /** Deletes a subject and returns its version numbers. */
  List<Integer> delete(String subject, boolean permanent) {
    return log.write(() -> permanent ? removal(subject) : softDeletion(subject));
  }

  /** Deletes one version and returns its number. */
  int delete(String subject, VersionNumber number, boolean permanent) {
    return log.write(
        () -> {
          SchemaRecord.Version version = version(subject, number, true);
          checkDeletable(version, permanent);
          return permanent
              ? new Change<>(removalOf(List.of(version)), version.version())
              : Change.of(version.softDeleted(), version.version());
        });
  }

  private Change<Integer> registration(String subject, Schema schema) {
    String canonical = schema.toString();
    Optional<SchemaRecord.Version> same =
        store.versions(subject, false).stream()
            .filter(version -> version.schema().equals(canonical))
            .findFirst();
    if (same.isPresent()) {
      return Change.nothing(same.get().id());
    }
    if (store.effectiveMode(subject) == Mode.READONLY) {
      throw RegistryException.readOnly(subject);
    }
    List<String> faults = faults(subject, schema);
    if (!faults.isEmpty()) {
      throw RegistryException.incompatible(subject, faults);
    }
    int id = store.id(canonical).orElse(store.highestId() + 1);
    return Change.of(
        new SchemaRecord.Version(subject, nextVersion(subject), id, canonical, false), id);
  }

  private List<String> faults(String subject, Schema schema) {
    return Compatibility.faults(
        schema, store.versions(subject, false), store.effectiveLevel(subject));
  }

  private int nextVersion(String subject) {
    return store.versions(subject, true).stream()
            .mapToInt(SchemaRecord.Version::version)
            .max()
            .orElse(0)
        + 1;
  }

  private Change<List<Integer>> softDeletion(String subject) {
    existing(subject, true);
    List<SchemaRecord.Version> live = store.versions(subject, false);
    if (live.isEmpty()) {
      throw RegistryException.subjectSoftDeleted(subject);
    }
    List<SchemaRecord> records = new ArrayList<>();
    live.forEach(version -> records.add(version.softDeleted()));
    // The settings go with the subject: one that comes back starts with the defaults.
    records.add(new SchemaRecord.Level(Optional.of(subject), Optional.empty()));
    records.add(new SchemaRecord.ModeOf(Optional.of(subject), Optional.empty()));
    return new Change<>(records, numbers(live));
  }

  private Change<List<Integer>> removal(String subject) {
    List<SchemaRecord.Version> all = existing(subject, true);
    if (!store.versions(subject, false).isEmpty()) {
      throw RegistryException.subjectNotSoftDeleted(subject);
    }
    return new Change<>(removalOf(all), numbers(all));
  }

  private List<SchemaRecord> removalOf(List<SchemaRecord.Version> versions) {
    List<SchemaRecord> records = new ArrayList<>();
    records.add(new SchemaRecord.UsedIds(store.highestId()));
    versions.forEach(
        version ->
            records.add(new SchemaRecord.VersionRemoved(version.subject(), version.version())));
    return records;
  }

  private static void checkDeletable(SchemaRecord.Version version, boolean permanent) {
    if (permanent && !version.deleted()) {
      throw RegistryException.versionNotSoftDeleted(version.subject(), version.version());
    }
    if (!permanent && version.deleted()) {
      throw RegistryException.versionSoftDeleted(version.subject(), version.version());
    }
  }

  private static List<Integer> numbers(List<SchemaRecord.Version> versions) {
    return versions.stream().map(SchemaRecord.Version::version).toList();
  }
}
