package io.ringrift.dataplane.embedded.registry;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A version as it is named in a path: a number from 1, or the latest. */
record VersionNumber(OptionalInt number) {

  /**
   * Reads {@code 1}, {@code latest} or {@code -1}, which means the latest as well.
   *
   * @throws RegistryException 42202 for everything else
   */
  static VersionNumber parse(String text) {
    if (text.equals("latest") || text.equals("-1")) {
      return new VersionNumber(OptionalInt.empty());
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return new VersionNumber(OptionalInt.of(number));
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message below.
    }
    throw RegistryException.invalidVersion(text);
  }

  boolean isLatest() {
    return number.isEmpty();
  }

  /** The version meant, out of versions in ascending order. */
  Optional<SchemaRecord.Version> in(List<SchemaRecord.Version> versions) {
    if (isLatest()) {
      return versions.stream().reduce((earlier, later) -> later);
    }
    return versions.stream().filter(version -> version.version() == number.getAsInt()).findFirst();
  }

  @Override
  public String toString() {
    return isLatest() ? "latest" : Integer.toString(number.getAsInt());
  }
}
