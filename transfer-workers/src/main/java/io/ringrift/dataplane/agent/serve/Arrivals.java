package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.util.Optional;

/** Who knows a bucket. */
public interface Arrivals {

  /**
   * Looks at an object and reports it.
   *
   * @return the register write; nothing if the object is not there with this hash and size
   * @throws IOException if the bucket can't be read or the report may be lost
   */
  Optional<Holding> look(String itemId, String sha256, long sizeBytes) throws IOException;

  /** Where the item lies, for people. */
  String place(String itemId);
}
