package io.ringrift.dataplane.contract.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes are not a record of the type asked for, and will never be: no or a wrong magic byte, a
 * schema id that the registry confirms not to know, a body that doesn't follow its schema, a writer
 * schema that can't be read as the type. The only failure of a deserializer that calls for a dead
 * letter; all others call for waiting.
 */
public final class UndecodableRecordException extends SerializationException {

  /** Why, as a stable word for headers and counters. */
  public enum Cause {
    /** Too short, or the magic byte is neither 0 nor 1. */
    NOT_FRAMED,
    /** The registry confirms not to know the schema. */
    UNKNOWN_SCHEMA,
    /** The body doesn't follow its schema, or has bytes left over. */
    MALFORMED,
    /** The schema it was written with can't be read as the type asked for. */
    OTHER_TYPE
  }

  private final Cause reason;

  public UndecodableRecordException(Cause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }
}
