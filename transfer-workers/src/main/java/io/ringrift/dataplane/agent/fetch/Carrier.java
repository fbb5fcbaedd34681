package io.ringrift.dataplane.agent.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** How the orders of {@link Pulls} are carried out: fetched here, or brought elsewhere. */
interface Carrier {

  /** The transports that work now. */
  Set<String> transports();

  /** Why the transport of this name can't be used; nothing if it can. */
  Optional<String> unavailable(String transport);

  /** What only one order at a time may be about; epochs are compared within it. */
  String subject(PullOrder order);

  /** Whether both orders would write to one place: then they are carried out one at a time. */
  boolean collide(PullOrder one, PullOrder other);

  /** The register write, if what is ordered is there already and this can be told at once. */
  Optional<PullStatus.Received> there(PullOrder order) throws IOException;

  /**
   * Takes an order that has been admitted, and claims what it needs.
   *
   * @throws DiskBudget.NoRoomException if there is no room for it
   */
  Carriage take(PullOrder order) throws IOException, DiskBudget.NoRoomException;

  /** Whether what this order, which is done, has brought is there for good. */
  default boolean lasts(PullOrder order) {
    return true;
  }

  /** Nobody needs any more what this order, which is done, was carried out for. */
  default void letGo(PullOrder order) {}

  /** One order under way; closed when it has ended. */
  interface Carriage extends Closeable {
    PullStatus.Received carry(Pull pull) throws IOException, FetchFailure, InterruptedException;

    @Override
    void close();
  }
}
