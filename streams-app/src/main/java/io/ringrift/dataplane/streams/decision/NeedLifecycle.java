package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.Need.State;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries a need from its opening to its end.
 *
 * <h2>Goals</h2>
 *
 * A need that can be met is met, by the best data there is; one that can't be met yet is served the
 * moment data appears; it never ends MET without data at its target; everybody who waits is told,
 * once for each cause; every wait has a reason. Repeated inputs change nothing.
 *
 * <pre>
 *          enough choices MET, or some MET and nothing left to choose
 *   OPEN ------------------------------------------------------------> MET
 *    |---- the one content that would do was replaced ---------------> SUPERSEDED
 *    `---- its life is over -----------------------------------------> EXPIRED
 * </pre>
 *
 * <h2>Algorithm</h2>
 *
 * At every input the need is {@linkplain #advance advanced}: while fewer items than wanted are at
 * the target or on their way, the next best candidates are chosen ({@link Candidates}). One that is
 * at the target already counts as met; the others are ordered from the items stage, which answers
 * with an outcome. A choice that was refused, failed or superseded makes room for the next. If
 * nothing is left, {@link Lack} says why; others are told after the grace, or at once if something
 * had been chosen.
 *
 * <p>The best data decides, also where it is: if the best item is at the target already, the need
 * is met, and no worse one is moved there only because it would be new.
 */
public final class NeedLifecycle {

  private NeedLifecycle() {}

  /** A rule wants it; it and all needs of its request are in the need view already. */
  public static NeedStep open(Need need, DecisionContext context) {
    return advance(need, need, List.of(), context);
  }

  /** Content became choosable. */
  public static NeedStep onContent(Need need, ContentChange change, DecisionContext context) {
    return need.unfilled() > 0 && Candidates.fits(need, change.row())
        ? advance(need, need, List.of(), context)
        : NeedStep.nothing(need);
  }

  /** Copies of the row's content are elsewhere than before: one that was refused may be there. */
  public static NeedStep onPlaces(Need need, CatalogRow row, DecisionContext context) {
    boolean there =
        need.open()
            && row.isAt(need.targetNode())
            && need.choices().stream()
                .anyMatch(
                    choice ->
                        choice.of(row.itemId(), row.sha256())
                            && choice.state() != ChoiceState.MET
                            && choice.state() != ChoiceState.ORDERED);
    if (!there) {
      return NeedStep.nothing(need);
    }
    Choice choice =
        new Choice(row.itemId(), row.sha256(), ChoiceState.MET, Reason.ALREADY_THERE.word());
    List<Signal> signals = NeedSignals.alreadyThere(need, choice, context).stream().toList();
    return advance(need, need.withChoice(choice), signals, context);
  }

  /** The catalog changed without a new choice: only the reason of the wait may be another. */
  public static NeedStep onLackChanged(Need need, DecisionContext context) {
    boolean waits = need.open() && need.count(ChoiceState.ORDERED) == 0;
    if (!waits || Settlement.inGrace(need, context)) {
      return NeedStep.nothing(need);
    }
    List<Signal> signals = new ArrayList<>();
    Need after = Settlement.lacking(need, signals, context);
    return new NeedStep(need, after, List.of(), signals);
  }

  /** The items stage says what became of a choice. */
  public static NeedStep onOutcome(Need need, NeedOutcome outcome, DecisionContext context) {
    Optional<Choice> chosen =
        need.choices().stream()
            .filter(choice -> choice.of(outcome.itemId(), outcome.sha256()))
            .findFirst();
    ChoiceState state = state(outcome.outcome());
    boolean news =
        chosen.isPresent()
            && chosen.get().state() != ChoiceState.MET
            && (chosen.get().state() == ChoiceState.ORDERED || state == ChoiceState.MET);
    if (!need.open() || !news) {
      return NeedStep.nothing(need);
    }
    Choice choice = new Choice(outcome.itemId(), outcome.sha256(), state, outcome.reason());
    // Without an operation the items stage told nobody that the data is there.
    List<Signal> signals =
        state == ChoiceState.MET && outcome.operationId() == null
            ? NeedSignals.alreadyThere(need, choice, context).stream().toList()
            : List.of();
    return advance(need, need.withChoice(choice), signals, context);
  }

  /**
   * The target changed.
   *
   * @param before null: nothing was known of it
   */
  public static NeedStep onTargetChanged(Need need, Node before, DecisionContext context) {
    Optional<Node> after = context.node(need.targetNode());
    if (!need.open() || after.isEmpty()) {
      return NeedStep.nothing(need);
    }
    List<Choice> kept =
        need.choices().stream()
            .filter(
                choice -> !Candidates.worthAnotherTry(need, choice, before, after.get(), context))
            .toList();
    boolean takesTypeNow =
        after.get().receives(need.itemType())
            && (before == null || !before.receives(need.itemType()));
    if (kept.size() == need.choices().size() && !(takesTypeNow && need.unfilled() > 0)) {
      return NeedStep.nothing(need);
    }
    return advance(need, need.withChoices(kept), List.of(), context);
  }

  /**
   * Its time has come: the end of the grace, of the patience with an order, of its life, or of its
   * stay after the end.
   */
  public static NeedStep onDue(Need need, DecisionContext context) {
    if (!need.open()) {
      return NeedStep.drop(need);
    }
    if (!context.now().isBefore(need.expiresAt())) {
      return expire(need, context);
    }
    // An order or its answer may be lost where exactly-once is off; asking twice does no harm.
    List<ItemOrder> again =
        choices(need, ChoiceState.ORDERED)
            .map(choice -> NeedOrders.again(need, choice, context))
            .toList();
    List<Choice> kept =
        need.choices().stream()
            .filter(choice -> !Candidates.takenByNow(need, choice, context))
            .toList();
    NeedStep step = advance(need, need.withChoices(kept), List.of(), context);
    List<ItemOrder> orders = new ArrayList<>(again);
    orders.addAll(step.orders());
    return new NeedStep(need, step.after(), orders, step.signals());
  }

  private static NeedStep advance(
      Need before, Need need, List<Signal> soFar, DecisionContext context) {
    List<ItemOrder> orders = new ArrayList<>();
    List<Signal> signals = new ArrayList<>(soFar);
    Need next = need;
    for (CatalogRow row : Candidates.of(need, context)) {
      boolean there = row.isAt(need.targetNode());
      Choice choice =
          there
              ? new Choice(row.itemId(), row.sha256(), ChoiceState.MET, Reason.ALREADY_THERE.word())
              : new Choice(row.itemId(), row.sha256(), ChoiceState.ORDERED, null);
      next = next.withChoice(choice);
      if (there) {
        NeedSignals.alreadyThere(need, choice, context).ifPresent(signals::add);
      } else {
        orders.add(NeedOrders.bring(need, row, context));
      }
    }
    next = Settlement.settle(next, signals, context);
    return next.open()
        ? new NeedStep(before, next, orders, signals)
        : ended(before, next, next.reason(), signals, context);
  }

  private static NeedStep expire(Need need, DecisionContext context) {
    Why why =
        Reason.NEED_EXPIRED.because(
            "not met since " + Texts.time(need.openedAt()) + "; last, " + need.reason());
    List<Signal> signals = new ArrayList<>();
    signals.add(NeedSignals.expired(need, why, context.now()));
    Need after = Settlement.end(need, State.EXPIRED, why, signals, context);
    return ended(need, after, why.text(), signals, context);
  }

  /** Whatever is still on its way is no longer needed, by this need at least. */
  private static NeedStep ended(
      Need before, Need after, String reason, List<Signal> signals, DecisionContext context) {
    List<ItemOrder> cancelled = new ArrayList<>();
    Need next = after;
    for (Choice choice : choices(after, ChoiceState.ORDERED).toList()) {
      cancelled.add(NeedOrders.cancel(after, choice, reason, context));
      next =
          next.withChoice(
              new Choice(
                  choice.itemId(),
                  choice.sha256(),
                  ChoiceState.SUPERSEDED,
                  Reason.NO_LONGER_NEEDED.word()));
    }
    return new NeedStep(before, next, cancelled, signals);
  }

  private static Stream<Choice> choices(Need need, ChoiceState state) {
    return need.choices().stream().filter(choice -> choice.state() == state);
  }

  private static ChoiceState state(Outcome outcome) {
    return switch (outcome) {
      case MET -> ChoiceState.MET;
      case REFUSED -> ChoiceState.REFUSED;
      case SUPERSEDED -> ChoiceState.SUPERSEDED;
      case FAILED, CANCELLED -> ChoiceState.FAILED;
    };
  }
}
