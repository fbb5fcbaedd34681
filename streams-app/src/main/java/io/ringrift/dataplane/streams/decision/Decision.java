package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.List;
import java.util.Objects;

/**
 * What a rule wants to be true from now on. A rule that wants nothing says why, too.
 *
 * @param needs to be opened; one whose id is known already is left as it is
 * @param placements to stand in place of those for the same (config, node)
 */
public record Decision(
    List<Need> needs, List<Placement> placements, List<Signal> signals, Why why) {

  public Decision {
    needs = List.copyOf(needs);
    placements = List.copyOf(placements);
    signals = List.copyOf(signals);
    Objects.requireNonNull(why, "why");
  }

  public static Decision nothing(Reason reason, String sentence) {
    return new Decision(List.of(), List.of(), List.of(), new Why(reason, sentence));
  }

  public static Decision open(List<Need> needs, Why why) {
    return new Decision(needs, List.of(), List.of(), why);
  }

  public static Decision tell(Signal signal, Why why) {
    return new Decision(List.of(), List.of(), List.of(signal), why);
  }

  public Decision with(List<Placement> newPlacements) {
    return new Decision(needs, newPlacements, signals, why);
  }

  /** What is left of it when it is too late to start something. */
  public Decision placementsOnly(Why tooLate) {
    return new Decision(List.of(), placements, List.of(), tooLate);
  }
}
