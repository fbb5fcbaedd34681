package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a need may choose next, best first. The same content is never chosen twice. */
final class Candidates {

  private Candidates() {}

  /** As many as the need is short of, or as there are. */
  static List<CatalogRow> of(Need need, DecisionContext context) {
    int tries = context.policy().maxChoices() - need.choices().size();
    int limit = Math.min(need.unfilled(), tries);
    if (limit <= 0) {
      return List.of();
    }
    // Tried ones are in the way of the scan: there are at most as many as choices.
    List<CatalogRow> best =
        need.itemId() == null
            ? context.best(
                need.configKey(), need.itemType(), Criteria.of(need), limit + need.choices().size())
            : theItem(need, context);
    return best.stream()
        .filter(row -> !need.tried(row.itemId(), row.sha256()))
        .limit(limit)
        .filter(row -> row.isAt(need.targetNode()) || targetTakes(need, context))
        .toList();
  }

  private static List<CatalogRow> theItem(Need need, DecisionContext context) {
    return context
        .catalog()
        .row(need.configKey(), need.itemType(), need.itemId())
        .filter(row -> row.eligible() && fits(need, row) && fresh(row, context))
        .stream()
        .toList();
  }

  /** Whether the row would do, if it is eligible and fresh. */
  static boolean fits(Need need, CatalogRow row) {
    return row.itemType() == need.itemType()
        && (need.itemId() == null || need.itemId().equals(row.itemId()))
        && (need.sha256() == null || need.sha256().equals(row.sha256()))
        && Criteria.of(need).meets(row.qualityScore(), row.sampleCount(), row.contentTime())
        && !need.tried(row.itemId(), row.sha256());
  }

  /** Whether what stopped this choice is gone now that the target changed. */
  static boolean worthAnotherTry(
      Need need, Choice choice, Node before, Node after, DecisionContext context) {
    Optional<CatalogRow> row =
        context.catalog().row(need.configKey(), need.itemType(), choice.itemId());
    if (row.isEmpty() || !choice.sha256().equals(row.get().sha256())) {
      return false;
    }
    return switch (choice.state()) {
      case REFUSED -> takes(after, row.get()) && (before == null || !takes(before, row.get()));
      case FAILED -> after.online() && (before == null || !before.online());
      case ORDERED, MET, SUPERSEDED -> false;
    };
  }

  /**
   * Whether the target would take by now what it refused. Its change may be known here before the
   * refusal is, and then no change comes any more that would say so.
   */
  static boolean takenByNow(Need need, Choice choice, DecisionContext context) {
    return choice.state() == Need.ChoiceState.REFUSED
        && context
            .node(need.targetNode())
            .filter(target -> worthAnotherTry(need, choice, null, target, context))
            .isPresent();
  }

  private static boolean takes(Node node, CatalogRow row) {
    return node.receives(row.itemType()) && node.hasRoomFor(row.sizeBytes());
  }

  /** Known beforehand, so that a target with a policy isn't asked item by item. */
  private static boolean targetTakes(Need need, DecisionContext context) {
    return context.node(need.targetNode()).map(node -> node.receives(need.itemType())).orElse(true);
  }

  private static boolean fresh(CatalogRow row, DecisionContext context) {
    Optional<Instant> staleAt = context.policy().staleAt(row);
    return staleAt.isEmpty() || context.now().isBefore(staleAt.get());
  }
}
