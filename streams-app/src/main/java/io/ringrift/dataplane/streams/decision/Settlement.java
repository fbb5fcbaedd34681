package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.Need.State;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says where a need stands once it has chosen what it can, and tells others if they must know. */
final class Settlement {

  private Settlement() {}

  /** Where the need stands, given its choices and that there is nothing more to choose. */
  static Need settle(Need need, List<Signal> signals, DecisionContext context) {
    long met = need.count(ChoiceState.MET);
    long ordered = need.count(ChoiceState.ORDERED);
    if (met >= need.wanted() || (met > 0 && ordered == 0)) {
      return end(need, State.MET, metBy(need), signals, context);
    }
    if (ordered > 0) {
      Instant patience = context.now().plus(context.policy().reorderAfter());
      return need.withDue(
          earlier(patience, need.expiresAt()), false, onItsWay(need, met, ordered).text());
    }
    return replaced(need)
        ? end(
            need,
            State.SUPERSEDED,
            Reason.NEWER_CONTENT.because(need.itemId() + " has newer content than asked for"),
            signals,
            context)
        : lacking(need, signals, context);
  }

  /** Nothing is there, on its way, or left to choose: says why, and tells others in time. */
  static Need lacking(Need need, List<Signal> signals, DecisionContext context) {
    Why why = Lack.of(need, context);
    if (inGrace(need, context)) {
      Why wait = Reason.WAITING_FOR_DATA.because(why.sentence());
      Instant graceEnd = need.openedAt().plus(context.policy().grace());
      return need.withDue(earlier(graceEnd, need.expiresAt()), false, wait.text());
    }
    boolean told = need.blockedSignalled();
    if (!told && why.reason() != Reason.WAITING_FOR_DATA) {
      Optional<Signal> signal = NeedSignals.lacking(need, why, context.now());
      signal.ifPresent(signals::add);
      told = signal.isPresent();
    }
    boolean takenByNow =
        need.choices().stream().anyMatch(each -> Candidates.takenByNow(need, each, context));
    Instant due =
        takenByNow
            ? earlier(context.now().plus(context.policy().reorderAfter()), need.expiresAt())
            : need.expiresAt();
    return need.withDue(due, told, why.text());
  }

  /** Ends the need, and its request if this was the last one open. */
  static Need end(Need need, State state, Why why, List<Signal> signals, DecisionContext context) {
    Need ended = need.with(state, why.text(), context.now().plus(context.policy().keepEnded()));
    List<Need> request =
        context.needs().ofRequest(need.configKey(), need.requestId()).stream()
            .map(each -> each.needId().equals(need.needId()) ? ended : each)
            .toList();
    NeedSignals.complete(ended, request, context.now()).ifPresent(signals::add);
    return ended;
  }

  private static Why metBy(Need need) {
    List<Choice> met =
        need.choices().stream().filter(choice -> choice.state() == ChoiceState.MET).toList();
    boolean nothingMoved =
        met.stream().allMatch(choice -> Reason.ALREADY_THERE.word().equals(choice.reason()));
    String what = met.size() == 1 ? met.get(0).itemId() : met.size() + " items";
    return nothingMoved
        ? Reason.ALREADY_THERE.because(
            "the best data, " + what + ", was at " + need.targetNode() + " already")
        : Reason.DELIVERED.because(what + " at " + need.targetNode() + ", verified");
  }

  private static Why onItsWay(Need need, long met, long ordered) {
    String which =
        need.choices().stream()
            .filter(choice -> choice.state() == ChoiceState.ORDERED)
            .map(Choice::itemId)
            .findFirst()
            .orElseThrow();
    return Reason.ORDERED.because(
        (ordered == 1 ? which : ordered + " items, first " + which)
            + " on the way to "
            + need.targetNode()
            + (met == 0 ? "" : ", " + met + " there"));
  }

  /** Whether only one content would do and the item has newer content by now. */
  private static boolean replaced(Need need) {
    return need.sha256() != null && need.count(ChoiceState.SUPERSEDED) > 0;
  }

  /** Whether data may still be on its way to the catalog. */
  static boolean inGrace(Need need, DecisionContext context) {
    return need.choices().isEmpty()
        && context.now().isBefore(need.openedAt().plus(context.policy().grace()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
