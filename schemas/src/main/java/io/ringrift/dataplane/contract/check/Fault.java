package io.ringrift.dataplane.contract.check;

/**
 * What is wrong with one field.
 *
 * @param field path of the field, e.g. {@code payload.node_id} or {@code attempts[2].bytes}
 * @param value what it holds, made printable and cut to a readable length
 * @param allowed what it may hold
 */
public record Fault(String field, String value, String allowed) {

  @Override
  public String toString() {
    return field + " is " + value + ", allowed: " + allowed;
  }
}
