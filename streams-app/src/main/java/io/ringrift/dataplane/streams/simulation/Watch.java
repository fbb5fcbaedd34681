package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.util.List;

/** Looks on at every step of a simulated cluster. */
interface Watch {

  Watch NOBODY = new Watch() {};

  /** A task committed, and this is what it wrote. */
  default void committed(List<Written> written) {}

  /** What lies on the disks is no longer what it was. */
  default void changed(String itemId) {}

  /** A transfer put content in the place of other, whole content. */
  default void replaced(String nodeId, Content before, Content after) {}

  /** So many fetches of the item now run at the node. */
  default void fetches(String nodeId, String itemId, int running) {}
}
