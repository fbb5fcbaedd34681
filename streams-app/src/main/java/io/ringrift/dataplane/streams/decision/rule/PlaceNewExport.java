package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.ContentChange;
import io.ringrift.dataplane.streams.decision.ContentRule;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/**
 * New, validated NPZ content goes to every node where its config trains. Runs on the catalog and
 * not on NPZ_EXPORT_COMPLETE, since at the event nobody has read the file yet.
 */
final class PlaceNewExport implements ContentRule {

  @Override
  public Decision decide(ContentChange change, DecisionContext context) {
    CatalogRow row = change.row();
    if (row.itemType() != ItemType.NPZ) {
      return Decision.nothing(Reason.NOTHING_TO_DO, row.itemId() + " is no NPZ");
    }
    List<String> targets =
        context.activePlacements(row.configKey()).stream()
            .map(Placement::nodeId)
            .filter(node -> !row.isAt(node))
            .toList();
    if (targets.isEmpty()) {
      return Decision.nothing(
          Reason.NOTHING_TO_DO, row.configKey() + " trains nowhere without " + row.itemId());
    }
    // The content names the request: seen again, it is the same one.
    Request request =
        new Request(
            "export-" + row.itemId() + "-" + row.sha256(), "NPZ_EXPORT_COMPLETE", row.configKey());
    Ask ask = Ask.item(ItemType.NPZ, row.itemId(), row.sha256(), Priority.HIGH);
    Why why =
        Reason.PLACED_WHERE_IT_TRAINS.because(
            row.configKey() + " trains at " + String.join(", ", targets));
    return Decision.open(
        targets.stream().map(node -> request.need(node, ask, why.sentence(), context)).toList(),
        why);
  }
}
