package io.ringrift.dataplane.contract.registry;

/** The registry knows the schema, but it is not Avro, or no Avro that can be parsed. */
public final class UnusableSchemaException extends RegistryException {

  public UnusableSchemaException(String message) {
    super(message, 200, 0);
  }
}
