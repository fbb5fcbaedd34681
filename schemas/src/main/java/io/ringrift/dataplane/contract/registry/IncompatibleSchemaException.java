package io.ringrift.dataplane.contract.registry;

/** The registry refuses a schema because it is not compatible with earlier versions (HTTP 409). */
public final class IncompatibleSchemaException extends RegistryException {

  public IncompatibleSchemaException(String message, int code) {
    super(message, 409, code);
  }
}
