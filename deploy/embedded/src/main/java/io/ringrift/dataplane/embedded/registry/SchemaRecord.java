package io.ringrift.dataplane.embedded.registry;

import java.util.Optional;

/** One fact in the registry's log. */
sealed interface SchemaRecord {

  /**
   * A version of a subject. Written again with {@code deleted} set when it is soft-deleted.
   *
   * @param version from 1 within its subject
   * @param id from 1, the same for the same schema in every subject
   * @param schema canonical JSON of the Avro schema
   */
  record Version(String subject, int version, int id, String schema, boolean deleted)
      implements SchemaRecord {
    Version softDeleted() {
      return new Version(subject, version, id, schema, true);
    }
  }

  /** A version is gone for good. */
  record VersionRemoved(String subject, int version) implements SchemaRecord {}

  /** Compatibility of a subject, or of all when {@code subject} is empty; no level: the default. */
  record Level(Optional<String> subject, Optional<CompatibilityLevel> level)
      implements SchemaRecord {}

  /** Mode of a subject, or of all when {@code subject} is empty; no mode: the default. */
  record ModeOf(Optional<String> subject, Optional<Mode> mode) implements SchemaRecord {}

  /**
   * Ids up to this one are used up. Written with a removal, because compaction takes the removed id
   * out of the log and it would be given to another schema.
   */
  record UsedIds(int highest) implements SchemaRecord {}
}
