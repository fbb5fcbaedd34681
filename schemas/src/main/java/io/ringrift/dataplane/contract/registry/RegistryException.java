package io.ringrift.dataplane.contract.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry answered, and refused: a wrong request, missing rights, an unknown subject. Mostly a
 * fault of settings; trying the same again gives the same.
 */
public class RegistryException extends SerializationException {

  private final int status;
  private final int code;

  /**
   * @param status HTTP status
   * @param code Confluent's error code, e.g. 40401 unknown subject; 50005 when the body held none
   */
  public RegistryException(String message, int status, int code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** Confluent's error code. */
  public int code() {
    return code;
  }
}
