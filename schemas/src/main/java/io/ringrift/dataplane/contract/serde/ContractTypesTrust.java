package io.ringrift.dataplane.contract.serde;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that the generated classes of the contract may be instantiated.
 *
 * <p>Since 1.12.2 Avro refuses to load any class that a schema names unless it was told to trust
 * it, and that concerns even the builder of a record with an enum default. Trust is either a system
 * property, which every program, test and user of this jar would have to set, or Avro's global
 * predicate, which something has to extend before the first record is touched. Avro looks up
 * conversions as services when the first data model is made, which is what the static initialiser
 * of each generated class does: so this conversion, of a logical type that no schema has, is the
 * one hook that always comes in time. It adds to what is trusted and takes nothing away.
 */
public final class ContractTypesTrust extends Conversion<Void> {

  private static final String PACKAGE = "io.ringrift.dataplane.avro";

  static {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(type -> type.getPackageName().equals(PACKAGE), before));
  }

  @Override
  public Class<Void> getConvertedType() {
    return Void.class;
  }

  @Override
  public String getLogicalTypeName() {
    return "dataplane-contract-types-trust";
  }
}
