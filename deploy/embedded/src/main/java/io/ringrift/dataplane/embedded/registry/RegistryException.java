package io.ringrift.dataplane.embedded.registry;

import java.util.List;

/**
 * A request that is refused: HTTP status, Confluent's error code and a message. Where the code has
 * five digits, its first three are the status.
 */
final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  private RegistryException(int code, String message) {
    this(code / 100, code, message);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  static RegistryException plainHttp(int status, String message) {
    return new RegistryException(status, status, message);
  }

  static RegistryException subjectNotFound(String subject) {
    return new RegistryException(40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException versionNotFound(String subject, String version) {
    return new RegistryException(
        40402, "Version " + version + " of subject '" + subject + "' not found.");
  }

  static RegistryException schemaNotFound(String what) {
    return new RegistryException(40403, "Schema not found: " + what + ".");
  }

  static RegistryException subjectSoftDeleted(String subject) {
    return new RegistryException(
        40404,
        "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently.");
  }

  static RegistryException subjectNotSoftDeleted(String subject) {
    return new RegistryException(
        40405, "Subject '" + subject + "' was not deleted first before being permanently deleted.");
  }

  static RegistryException versionSoftDeleted(String subject, int version) {
    return new RegistryException(
        40406,
        "Subject '"
            + subject
            + "' Version "
            + version
            + " was soft deleted. Set permanent=true to delete permanently.");
  }

  static RegistryException versionNotSoftDeleted(String subject, int version) {
    return new RegistryException(
        40407,
        "Subject '"
            + subject
            + "' Version "
            + version
            + " was not deleted first before being permanently deleted.");
  }

  static RegistryException noSubjectLevel(String subject) {
    return new RegistryException(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured.");
  }

  static RegistryException noSubjectMode(String subject) {
    return new RegistryException(
        40409, "Subject '" + subject + "' does not have subject-level mode configured.");
  }

  static RegistryException incompatible(String subject, List<String> faults) {
    return new RegistryException(
        40901,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject
            + "\", details: "
            + faults);
  }

  static RegistryException invalidSchema(String reason) {
    return new RegistryException(42201, "Invalid schema: " + reason);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed are 1..2147483647 and \"latest\".");
  }

  static RegistryException invalidLevel(String level, String allowed) {
    return new RegistryException(
        42203, "Invalid compatibility level '" + level + "'. Allowed are " + allowed + ".");
  }

  static RegistryException invalidMode(String mode, String allowed) {
    return new RegistryException(
        42204, "Invalid mode '" + mode + "'. Allowed are " + allowed + ".");
  }

  static RegistryException readOnly(String subject) {
    return new RegistryException(42205, "Subject '" + subject + "' is in read-only mode.");
  }

  static RegistryException storeFailed(String reason) {
    return new RegistryException(
        50001, "The broker did not confirm the change: " + reason + ". Trying again is safe.");
  }

  static RegistryException storeBusy() {
    return new RegistryException(50002, "Another change waits for the broker; try again.");
  }
}
