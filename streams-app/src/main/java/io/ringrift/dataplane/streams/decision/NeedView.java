package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.Need;
import java.util.List;
import java.util.Optional;

/** The needs as they stand: the open ones and those that ended not long ago. */
public interface NeedView {

  Optional<Need> need(String configKey, String needId);

  /** The needs of one request, by target. */
  List<Need> ofRequest(String configKey, String requestId);
}
