package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.Need.State;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a need tells others: which signal, to whom it matters, with repeatable ids. */
final class NeedSignals {

  private static final String TRAINING_STARTED = "TRAINING_STARTED";
  private static final String NPZ_EXPORT_COMPLETE = "NPZ_EXPORT_COMPLETE";
  private static final String DATA_NEEDED = "DATA_NEEDED";
  private static final String DATA_STALE = "DATA_STALE";

  /** More self-play doesn't help against these. */
  private static final Set<Reason> NOT_FOR_LACK_OF_GAMES =
      EnumSet.of(Reason.TARGET_REFUSES, Reason.TRANSFERS_FAILED, Reason.TYPE_UNKNOWN);

  private NeedSignals() {}

  /**
   * The data was there before anybody moved it; whoever waits for it can go on. Empty for new
   * exports: nobody waits for those, and whoever waits for the same data is told by a need of its
   * own.
   */
  static Optional<Signal> alreadyThere(Need need, Choice choice, DecisionContext context) {
    if (need.eventType().equals(NPZ_EXPORT_COMPLETE)) {
      return Optional.empty();
    }
    Optional<CatalogRow> row =
        context
            .catalog()
            .row(need.configKey(), need.itemType(), choice.itemId())
            .filter(found -> choice.sha256().equals(found.sha256()));
    String root = context.node(need.targetNode()).map(Node::dataRoot).orElse(null);
    return Optional.of(
        Signal.of(
                Signal.Type.DATA_AVAILABLE,
                "available-" + need.needId() + "-" + choice.sha256(),
                need.configKey(),
                context.now())
            .reason(
                Reason.ALREADY_THERE.word(),
                choice.itemId() + " is at " + need.targetNode() + " already, verified")
            .request(need.requestId(), need.requestId())
            .node(need.targetNode())
            .item(choice.itemId(), choice.sha256())
            .path(row.map(found -> found.pathAt(need.targetNode(), root)).orElse(null))
            .sampleCount(row.map(CatalogRow::sampleCount).filter(known -> known > 0).orElse(null))
            .build());
  }

  /** The need lacks data; empty for events whose emitter waits for nothing. */
  static Optional<Signal> lacking(Need need, Why why, Instant now) {
    return waitedFor(need)
        ? Optional.of(lack(need, why, need.choices().size() + "-" + why.word(), now))
        : Optional.empty();
  }

  static Signal expired(Need need, Why why, Instant now) {
    if (waitedFor(need)) {
      return lack(need, why, why.word(), now);
    }
    return start(Signal.Type.DATA_TRANSFER_FAILED, "expired-" + need.needId(), need, now)
        .reason(why.word(), why.sentence())
        .item(need.itemId(), need.sha256())
        .build();
  }

  /**
   * The request is complete. A request may grow after that (content asked for again where the
   * config trains by now) and is then complete once more, so the need that completes it names the
   * signal.
   *
   * @param request all needs of the request, this step done
   * @return empty while one of them is open, or if one ended unmet
   */
  static Optional<Signal> complete(Need need, List<Need> request, Instant now) {
    boolean done =
        request.stream().allMatch(each -> each.state() == State.MET || replaced(each))
            && request.stream().anyMatch(each -> each.state() == State.MET);
    if (!done) {
      return Optional.empty();
    }
    List<Choice> met =
        request.stream()
            .flatMap(each -> each.choices().stream())
            .filter(choice -> choice.state() == ChoiceState.MET)
            .toList();
    long items = met.stream().map(Choice::sha256).distinct().count();
    Signal.Builder signal =
        start(Signal.Type.SYNC_COMPLETED, "complete-" + need.needId(), need, now)
            .node(request.size() == 1 ? need.targetNode() : null)
            .reason(
                Reason.REQUEST_COMPLETE.word(),
                need.eventType()
                    + " of "
                    + need.configKey()
                    + ": "
                    + (items == 1 ? met.get(0).itemId() : items + " items")
                    + " at "
                    + String.join(", ", request.stream().map(Need::targetNode).toList()));
    return Optional.of(
        (items == 1 ? signal.item(met.get(0).itemId(), met.get(0).sha256()) : signal).build());
  }

  private static Signal lack(Need need, Why why, String suffix, Instant now) {
    if (!gamesWouldHelp(need, why)) {
      return start(
              Signal.Type.TRAINING_BLOCKED_BY_DATA,
              "blocked-" + need.needId() + "-" + suffix,
              need,
              now)
          .reason(why.word(), why.sentence())
          .build();
    }
    return start(Signal.Type.SELFPLAY_NEEDED, "selfplay-" + need.needId() + "-" + suffix, need, now)
        .reason(selfplayReason(need, why).word(), why.text())
        .requiredSamples(need.minSamples() == 0 ? null : need.minSamples())
        .build();
  }

  private static Reason selfplayReason(Need need, Why why) {
    if (why.reason() == Reason.NEED_EXPIRED) {
      return why.reason();
    }
    return need.eventType().equals(DATA_STALE)
        ? Reason.TRAINING_DATA_STALE
        : Reason.TRAINING_DATA_INSUFFICIENT;
  }

  private static boolean gamesWouldHelp(Need need, Why why) {
    return !need.eventType().equals(TRAINING_STARTED)
        && (need.itemType() == ItemType.NPZ || need.itemType() == ItemType.GAME)
        && !NOT_FOR_LACK_OF_GAMES.contains(why.reason());
  }

  /** Others fetch ahead of a wish; there nobody stands still for lack of data. */
  private static boolean waitedFor(Need need) {
    return switch (need.eventType()) {
      case TRAINING_STARTED, DATA_NEEDED, DATA_STALE -> true;
      default -> false;
    };
  }

  private static boolean replaced(Need need) {
    return need.state() == State.SUPERSEDED || need.state() == State.CANCELLED;
  }

  private static Signal.Builder start(Signal.Type type, String id, Need need, Instant now) {
    return Signal.of(type, id, need.configKey(), now)
        .request(need.requestId(), need.requestId())
        .node(need.targetNode());
  }
}
