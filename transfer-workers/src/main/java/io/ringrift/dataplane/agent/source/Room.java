package io.ringrift.dataplane.agent.source;

import java.io.IOException;

/** Whether the disk has room. */
@FunctionalInterface
public interface Room {
  /** Null if there is room for so many bytes, else why there is none. */
  String lacking(long bytes) throws IOException;
}
