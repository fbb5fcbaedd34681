package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.List;

/**
 * What one step of the ledger does to one operation.
 *
 * @param before null when it is new
 * @param after null when it is dropped, or when there was only something to answer
 * @param emit whether {@code after} is to be put on its priority topic
 */
public record Step(
    Operation before,
    Operation after,
    boolean emit,
    List<NeedOutcome> outcomes,
    List<Signal> signals) {

  public Step {
    outcomes = List.copyOf(outcomes);
    signals = List.copyOf(signals);
  }

  static Step nothing(Operation operation) {
    return new Step(operation, operation, false, List.of(), List.of());
  }

  static Step change(Operation before, Operation after) {
    return new Step(before, after, false, List.of(), List.of());
  }

  static Step emission(Operation before, Operation after) {
    return new Step(before, after, true, List.of(), List.of());
  }

  static Step answer(NeedOutcome outcome) {
    return new Step(null, null, false, List.of(outcome), List.of());
  }

  static Step drop(Operation operation) {
    return new Step(operation, null, false, List.of(), List.of());
  }
}
