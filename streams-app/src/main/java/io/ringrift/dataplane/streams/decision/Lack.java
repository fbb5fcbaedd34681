package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says why a need has nothing it could choose.
 *
 * <p>Of several reasons it names the one nearest to a remedy: a target that refuses, then data that
 * only falls short of what was asked, then data that is too old, can't be reached, isn't validated,
 * and last that there is none. The sentence counts all of it.
 */
final class Lack {

  private Lack() {}

  static Why of(Need need, DecisionContext context) {
    if (need.itemType() == ItemType.OTHER) {
      return Reason.TYPE_UNKNOWN.because("items of type OTHER are shown but never moved");
    }
    Optional<Why> target = ofTarget(need, context);
    if (target.isPresent()) {
      return target.get();
    }
    return need.itemId() == null ? ofConfig(need, context) : ofItem(need, context);
  }

  private static Optional<Why> ofTarget(Need need, DecisionContext context) {
    Optional<Node> node = context.node(need.targetNode());
    if (node.isPresent() && !node.get().receives(need.itemType())) {
      return Optional.of(
          Reason.TARGET_REFUSES.because(
              need.targetNode() + " takes " + node.get().takes() + ", not " + need.itemType()));
    }
    List<Need.Choice> refused = choices(need, ChoiceState.REFUSED);
    if (!refused.isEmpty()) {
      Need.Choice last = refused.get(refused.size() - 1);
      return Optional.of(
          Reason.TARGET_REFUSES.because(
              need.targetNode() + " refused " + counted(refused) + ": " + last.reason()));
    }
    List<Need.Choice> failed = choices(need, ChoiceState.FAILED);
    if (!failed.isEmpty()) {
      Need.Choice last = failed.get(failed.size() - 1);
      return Optional.of(
          Reason.TRANSFERS_FAILED.because(
              counted(failed) + " failed to reach " + need.targetNode() + ": " + last.reason()));
    }
    return Optional.empty();
  }

  private static Why ofItem(Need need, DecisionContext context) {
    Optional<CatalogRow> found =
        context.catalog().row(need.configKey(), need.itemType(), need.itemId());
    if (found.isEmpty()) {
      return Reason.ITEM_UNKNOWN.because("no node reported " + need.itemId());
    }
    CatalogRow row = found.get();
    if (row.sha256() == null) {
      return Reason.ONLY_UNVALIDATED.because("no agent has validated " + row.itemId());
    }
    if (need.sha256() != null && !need.sha256().equals(row.sha256())) {
      return Reason.OTHER_CONTENT.because(
          row.itemId()
              + " has content "
              + Texts.hash(row.sha256())
              + ", asked for is "
              + Texts.hash(need.sha256()));
    }
    if (!row.eligible()) {
      return Reason.NO_REACHABLE_SOURCE.because(
          row.itemId() + " is held by " + row.holders().stream().sorted().toList() + ", all away");
    }
    return Reason.ONLY_STALE.because(row.itemId() + " was made " + Texts.time(row.contentTime()));
  }

  private static Why ofConfig(Need need, DecisionContext context) {
    CatalogCounts counts = context.catalog().counts(need.configKey(), need.itemType());
    Reason reason = reason(need, counts, context);
    List<String> asked = new ArrayList<>();
    if (need.minQuality() > 0) {
      asked.add("quality " + Texts.quality(need.minQuality()) + " or more");
    }
    if (need.minSamples() > 0) {
      asked.add(need.minSamples() + " samples or more");
    }
    if (need.newerThan() != null) {
      asked.add("newer than " + Texts.time(need.newerThan()));
    }
    String found = counts.text();
    return reason.because(
        "no "
            + need.itemType()
            + " of "
            + need.configKey()
            + " for "
            + need.targetNode()
            + (asked.isEmpty() ? "" : " (asked for: " + String.join(", ", asked) + ")")
            + (found.isEmpty() ? "; nothing is known of the config" : "; there is: " + found));
  }

  private static Reason reason(Need need, CatalogCounts counts, DecisionContext context) {
    if (newerIsOnItsWay(need, context)) {
      return Reason.WAITING_FOR_DATA;
    }
    if (counts.of(CatalogCounts.USABLE) > 0) {
      return shortfall(need, context);
    }
    if (counts.of(CatalogCounts.STALE) > 0) {
      return Reason.ONLY_STALE;
    }
    if (counts.of(CatalogCounts.UNREACHABLE) > 0) {
      return Reason.NO_REACHABLE_SOURCE;
    }
    if (counts.of(CatalogCounts.UNVALIDATED) > 0) {
      return Reason.ONLY_UNVALIDATED;
    }
    return none(need.itemType());
  }

  /** A chosen content was replaced, and the catalog doesn't know yet by which. */
  private static boolean newerIsOnItsWay(Need need, DecisionContext context) {
    return choices(need, ChoiceState.SUPERSEDED).stream()
        .anyMatch(
            choice ->
                context
                    .catalog()
                    .row(need.configKey(), need.itemType(), choice.itemId())
                    .filter(row -> choice.sha256().equals(row.sha256()))
                    .isPresent());
  }

  /**
   * There is usable data, and none meets all criteria: which of them keeps it out? Asks only what
   * the best row answers, since this is asked at every change.
   */
  private static Reason shortfall(Need need, DecisionContext context) {
    Criteria quality = Criteria.quality(need.minQuality());
    if (context.best(need.configKey(), need.itemType(), quality, 1).isEmpty()) {
      return Reason.ONLY_LOW_QUALITY;
    }
    return need.newerThan() == null ? Reason.TOO_FEW_SAMPLES : Reason.NO_NEWER_DATA;
  }

  private static Reason none(ItemType type) {
    return Reason.valueOf("NO_" + type.name() + "_AVAILABLE");
  }

  private static List<Need.Choice> choices(Need need, ChoiceState state) {
    return need.choices().stream().filter(choice -> choice.state() == state).toList();
  }

  private static String counted(List<Need.Choice> choices) {
    return choices.size() == 1 ? choices.get(0).itemId() : choices.size() + " items";
  }
}
