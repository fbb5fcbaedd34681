package io.ringrift.dataplane.embedded.registry;

import java.util.function.Supplier;

/** Where the registry's records are kept. */
interface SchemaLog extends AutoCloseable {

  /**
   * Decides on the newest state and writes what was decided. No other change comes between. When
   * this returns, the records are acknowledged and applied to the store.
   *
   * @throws RegistryException 50001 when the log did not acknowledge; whether the records were kept
   *     is found out before the next decision
   */
  <T> T write(Supplier<Change<T>> decision);

  @Override
  void close();
}
