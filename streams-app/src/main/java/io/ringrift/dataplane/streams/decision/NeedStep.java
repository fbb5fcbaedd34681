package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.List;

/**
 * What one step does to one need.
 *
 * @param after null when the need's time to be read is over
 */
public record NeedStep(Need before, Need after, List<ItemOrder> orders, List<Signal> signals) {

  public NeedStep {
    orders = List.copyOf(orders);
    signals = List.copyOf(signals);
  }

  static NeedStep nothing(Need need) {
    return new NeedStep(need, need, List.of(), List.of());
  }

  static NeedStep drop(Need need) {
    return new NeedStep(need, null, List.of(), List.of());
  }

  /** Whether there is something to store and to publish. */
  public boolean changed() {
    return !before.equals(after);
  }
}
