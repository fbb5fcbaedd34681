package io.ringrift.dataplane.agent.source;

import java.io.IOException;

/** A path that this agent does not touch. */
public final class RefusedItemException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedItemException(String itemId, String why) {
    super("item '" + printable(itemId) + "' " + why);
  }

  private static String printable(String itemId) {
    String start = itemId.length() > 200 ? itemId.substring(0, 200) + "..." : itemId;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
