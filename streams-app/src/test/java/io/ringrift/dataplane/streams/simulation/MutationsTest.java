package io.ringrift.dataplane.streams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plants faults one by one, and shows that the simulation finds each, by the invariant that is
 * about it: one that can't fail proves nothing.
 */
class MutationsTest {

  /** So many stories may pass before a fault shows. */
  private static final int STORIES = 12;

  record Mutation(String invariant, String type, String method, Implementation fault, String what) {
    @Override
    public String toString() {
      return invariant + ": " + what;
    }
  }

  static List<Mutation> mutations() {
    return List.of(
        new Mutation(
            "ManifestEqualsDisks",
            "manifest.ReplicaRegister",
            "merge",
            FixedValue.self(),
            "a later report doesn't replace the register"),
        new Mutation(
            "NothingIsLost",
            "schedule.OperationEnds",
            "outcomes",
            calls(List.class, "of"),
            "the end of an operation isn't told to its needs"),
        new Mutation(
            "OneOperationForItemAndNode",
            "topology.OperationKeeper",
            "last",
            FixedValue.nullValue(),
            "an order doesn't see the operation that is open"),
        new Mutation(
            "OneFetchForItemAndNode",
            "simulation.SimulatedWorkers",
            "current",
            FixedValue.nullValue(),
            "an agent doesn't adopt its running fetch"),
        new Mutation(
            "CriticalNeverStarves",
            "model.Priority",
            "neverHeld",
            FixedValue.value(false),
            "backpressure holds urgent work"),
        new Mutation(
            "ColdStorageMovesOn",
            "schedule.PressureWord",
            "newerThan",
            FixedValue.value(false),
            "the end of backpressure isn't understood"),
        new Mutation(
            "NodesKeepTheirLimits",
            "schedule.Place",
            "takenBy",
            calls(List.class, "of"),
            "what is emitted takes up no room"),
        new Mutation(
            "NoStaleBytesOffered",
            "decision.DecisionPolicy",
            "staleAt",
            calls(Optional.class, "empty"),
            "nothing becomes stale"),
        new Mutation(
            "NoUnverifiedBytesOffered",
            "manifest.ContentVersion",
            "validated",
            FixedValue.value(true),
            "content counts before an agent has read it"),
        new Mutation(
            "NewestContentIsNeverReplaced",
            "simulation.SimulatedWorkers",
            "mayReplace",
            FixedValue.value(true),
            "an agent replaces what the order didn't know of"),
        new Mutation(
            "EveryHoldHasAReason",
            "model.Operation",
            "reason",
            FixedValue.value(""),
            "operations wait without a reason"),
        new Mutation(
            "EveryOpenNeedIsMetOrExplained",
            "topology.StoredCatalog",
            "best",
            calls(List.class, "of"),
            "rules don't find what there is"),
        new Mutation(
            "CompleteOnlyWhenAllIsThere",
            "decision.NeedSignals",
            "replaced",
            FixedValue.value(true),
            "one need that is met makes its request complete"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isFoundByItsInvariant(Mutation mutation) throws ReflectiveOperationException {
    Patched patched = Patched.with(mutation.type(), mutation.method(), mutation.fault());
    Class<?> story = Class.forName(Story.class.getName(), true, patched);
    Method tell = story.getDeclaredMethod("tell", long.class);
    tell.setAccessible(true);
    String found = "nothing in " + STORIES + " stories";
    for (long seed = 1; seed <= STORIES && found.startsWith("nothing"); seed++) {
      try {
        tell.invoke(null, seed);
      } catch (InvocationTargetException e) {
        found = String.valueOf(e.getCause().getMessage());
      }
    }

    assertThat(found).as("%s", mutation).startsWith(mutation.invariant() + ": ");
  }

  private static Implementation calls(Class<?> type, String method) {
    try {
      return MethodCall.invoke(type.getMethod(method));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
