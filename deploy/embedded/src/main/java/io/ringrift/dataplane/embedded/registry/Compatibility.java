package io.ringrift.dataplane.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Compares a new schema with earlier versions by Avro's own rules. */
final class Compatibility {
  private Compatibility() {}

  /**
   * Why the candidate may not follow the earlier versions; empty when it may.
   *
   * @param earlier versions of the subject in ascending order
   */
  static List<String> faults(
      Schema candidate, List<SchemaRecord.Version> earlier, CompatibilityLevel level) {
    if (earlier.isEmpty()) {
      return List.of();
    }
    List<SchemaRecord.Version> compared =
        level.transitive() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
    return compared.stream().flatMap(old -> faults(candidate, old, level).stream()).toList();
  }

  /** The same against one version, whichever it is. */
  static List<String> faults(Schema candidate, SchemaRecord.Version old, CompatibilityLevel level) {
    Schema oldSchema = AvroText.parse(old.schema());
    List<String> faults = new ArrayList<>();
    if (level.backward()) {
      faults.addAll(
          faults(candidate, oldSchema, level + ": the new schema can't read data of " + name(old)));
    }
    if (level.forward()) {
      faults.addAll(
          faults(
              oldSchema,
              candidate,
              level + ": " + name(old) + " can't read data of the new schema"));
    }
    return faults;
  }

  private static List<String> faults(Schema reader, Schema writer, String what) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(fault -> what + ": " + describe(fault))
        .toList();
  }

  private static String describe(Incompatibility fault) {
    return fault.getType() + " at " + fault.getLocation() + " (" + fault.getMessage() + ")";
  }

  private static String name(SchemaRecord.Version version) {
    return "version " + version.version();
  }
}
