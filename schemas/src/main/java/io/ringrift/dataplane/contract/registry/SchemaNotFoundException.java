package io.ringrift.dataplane.contract.registry;

/**
 * The registry confirms not to know what was asked for: subject (40401), version (40402) or schema
 * (40403). A 404 without such a code, as a proxy or a wrong path gives, is no confirmation and
 * comes as a {@link RegistryException}.
 */
public final class SchemaNotFoundException extends RegistryException {

  public SchemaNotFoundException(String message, int code) {
    super(message, 404, code);
  }
}
