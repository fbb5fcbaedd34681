package io.ringrift.dataplane.contract.registry;

import java.util.List;

/**
 * Whether a subject takes a schema.
 *
 * @param messages why not, in the registry's words; empty from registries that don't say
 */
public record Compatibility(boolean compatible, List<String> messages) {

  public Compatibility {
    messages = List.copyOf(messages);
  }
}
