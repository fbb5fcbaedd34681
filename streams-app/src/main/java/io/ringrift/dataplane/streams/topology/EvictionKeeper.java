package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides requested removals while the item's row is in hand, and notes in the row what was ordered
 * to go: the next decision, of whatever kind, no longer counts it.
 */
final class EvictionKeeper {

  private static final Logger log = LoggerFactory.getLogger(EvictionKeeper.class);

  private final ItemStores stores;
  private final ItemsOutput out;
  private final ItemKeeper items;
  private final EvictionDesk desk;

  EvictionKeeper(ItemStores stores, ItemsOutput out, ItemKeeper items, EvictionDesk desk) {
    this.stores = stores;
    this.out = out;
    this.items = items;
    this.desk = desk;
  }

  void take(EvictionRequest request, Instant loggedAt, Instant now) {
    Row row = stores.row(request.itemId());
    Optional<Eviction> decided =
        EvictionDesk.tooOld(request, loggedAt, now)
            .or(
                () ->
                    desk.decide(
                        request,
                        row,
                        stores.openOperations(request.itemId()),
                        stores.nodes(),
                        now));
    decided.ifPresent(eviction -> carryOut(eviction, row, now));
  }

  private void carryOut(Eviction eviction, Row row, Instant now) {
    log.info(
        "Removal of {} at {} {}: {}",
        eviction.itemId(),
        eviction.nodeId(),
        eviction.state(),
        eviction.reason());
    out.eviction(eviction, now);
    if (eviction.ordered()) {
      Leaving leaving =
          new Leaving(
              eviction.requestId(), eviction.boot(), eviction.sequence(), eviction.validUntil());
      stores.removals().put(leaving.over(), eviction.itemId());
      items.leaves(row, eviction.nodeId(), leaving, now);
    }
  }

  /** Looks again at up to {@code limit} items of which an ordered removal is over. */
  void due(Instant now, int limit) {
    for (Timers.Due due : stores.removals().due(now, limit)) {
      stores.removals().drop(due.at(), due.name());
      items.refresh(due.name(), now);
    }
  }
}
