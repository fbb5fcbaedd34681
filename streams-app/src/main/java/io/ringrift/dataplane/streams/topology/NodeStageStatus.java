package io.ringrift.dataplane.streams.topology;

import java.time.Instant;
import java.util.Optional;

/**
 * What the nodes stage sees, for health and queries. Says nothing where the stage's one task runs
 * in another instance. Written by the stage's thread, read by any.
 */
public final class NodeStageStatus {

  private volatile boolean here;
  private volatile Optional<Instant> lastTick = Optional.empty();
  private volatile Optional<String> suspended = Optional.empty();

  /** Whether the stage's task runs in this process. */
  public boolean here() {
    return here;
  }

  /**
   * When the last fresh tick was read, by the application's clock. Silence of nodes is judged then
   * and only then: long ago, or never, means that there is a backlog or that the broker is away.
   */
  public Optional<Instant> lastTick() {
    return lastTick;
  }

  /** Why silent nodes are not declared offline at the moment; a sentence. */
  public Optional<String> suspended() {
    return suspended;
  }

  void started() {
    here = true;
  }

  void ticked(Instant at, Optional<String> nowSuspended) {
    here = true;
    lastTick = Optional.of(at);
    suspended = nowSuspended;
  }

  void gone() {
    here = false;
    lastTick = Optional.empty();
    suspended = Optional.empty();
  }
}
