package io.ringrift.dataplane.local.stack;

import java.util.List;
import java.util.Objects;

/**
 * A node that the stack plays on this machine.
 *
 * @param id node id
 * @param kind HOST or DRIVE
 * @param provider who runs it
 * @param rack fault and network domain; null: none
 * @param roles what it does
 */
public record NodePlan(String id, String kind, String provider, String rack, List<String> roles) {

  public NodePlan {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(provider, "provider");
    roles = List.copyOf(roles);
  }
}
