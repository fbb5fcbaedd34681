package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/**
 * DATA_STALE: the best item that is newer than what the node holds goes there. Without any,
 * SELFPLAY_NEEDED asks for more games, and the need stays open.
 */
final class RefreshStaleData implements EventRule<DataStale> {

  @Override
  public Decision decide(ClusterEvent event, DataStale stale, DecisionContext context) {
    Ask ask =
        Ask.best(
            1,
            stale.itemType(),
            new Criteria(0, 0, stale.contentTime()),
            OperationType.SYNC,
            Priority.HIGH);
    Why why = Reason.TARGET_GIVEN.because("DATA_STALE names " + stale.nodeId());
    return Decision.open(
        List.of(Request.of(event, stale).need(stale.nodeId(), ask, why.sentence(), context)), why);
  }
}
