package io.ringrift.dataplane.streams.schedule;

import java.util.Optional;

/** Which nodes have room for one more transfer. */
@FunctionalInterface
public interface NodeRoom {

  /** No node has a limit. */
  NodeRoom UNLIMITED = (place, size) -> Optional.empty();

  /**
   * Why the place takes no further transfer now; empty: it does.
   *
   * @param size of the item in bytes
   */
  Optional<String> full(Place place, long size);
}
