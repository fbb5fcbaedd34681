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
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/**
 * DATA_NEEDED: the best few items that hold enough samples go to the node that asks. Those that are
 * there already count. Without any, SELFPLAY_NEEDED asks for more games, and the need stays open.
 */
final class FetchOnDataNeeded implements EventRule<DataNeeded> {

  @Override
  public Decision decide(ClusterEvent event, DataNeeded needed, DecisionContext context) {
    // Only training data has a number of samples.
    long minSamples = needed.itemType() == ItemType.NPZ ? needed.minSamples() : 0;
    Ask ask =
        Ask.best(
            context.policy().topItems(),
            needed.itemType(),
            new Criteria(0, minSamples, null),
            OperationType.SYNC,
            Priority.HIGH);
    Why why = Reason.TARGET_GIVEN.because("DATA_NEEDED names " + needed.nodeId());
    return Decision.open(
        List.of(Request.of(event, needed).need(needed.nodeId(), ask, why.sentence(), context)),
        why);
  }
}
