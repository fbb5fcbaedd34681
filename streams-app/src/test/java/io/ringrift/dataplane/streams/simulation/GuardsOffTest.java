package io.ringrift.dataplane.streams.simulation;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Switches off, one by one, what closes each gap, and shows that the gap's test then fails: a test
 * that passes without its guard proves nothing. {@code ./mvnw -pl streams-app -am test
 * -Pguards-off} runs this alone.
 */
class GuardsOffTest {

  /**
   * What closes a gap, and how it is switched off.
   *
   * @param gap start of the test's name
   * @param type whose methods of that name do as {@code off} says
   */
  record Guard(String gap, String type, String method, Implementation off, String without) {
    @Override
    public String toString() {
      return gap + ": " + without;
    }
  }

  static List<Guard> guards() {
    return List.of(
        new Guard(
            "gap1",
            "manifest.Item",
            "merge",
            FixedValue.argument(0),
            "the last report replaces the row instead of being merged"),
        new Guard(
            "gap2",
            "model.Priority",
            "higherThan",
            FixedValue.value(false),
            "an order doesn't raise the transfer that it joins"),
        new Guard(
            "gap3",
            "schedule.Pressure",
            "on",
            calls(Optional.class, "empty"),
            "the ledger doesn't ask for backpressure"),
        new Guard(
            "gap4",
            "schedule.OperationEnds",
            "outcomes",
            calls(List.class, "of"),
            "the end of a transfer isn't told to the need"),
        new Guard(
            "gap5",
            "manifest.ContentVersion",
            "validated",
            FixedValue.value(true),
            "content counts before an agent has read it"),
        new Guard(
            "gap6",
            "manifest.ReplicaRegister",
            "validation",
            MethodCall.invoke(valid()).with("VALID"),
            "what the agent found damaged counts as good"),
        new Guard(
            "gap7",
            "decision.item.OrphanWatch",
            "signal",
            calls(Optional.class, "empty"),
            "nobody watches for orphans"),
        new Guard(
            "gap8",
            "decision.DecisionContext",
            "activePlacements",
            calls(List.class, "of"),
            "nobody knows where a config trains"),
        new Guard(
            "gap9",
            "decision.DecisionPolicy",
            "staleAt",
            calls(Optional.class, "empty"),
            "nothing becomes stale"),
        new Guard(
            "gap10",
            "topology.StoredCatalog",
            "best",
            calls(List.class, "of"),
            "rules don't ask the catalog"),
        new Guard(
            "gap10",
            "manifest.Item",
            "vouchedFor",
            FixedValue.value(false),
            "what only a bucket holds counts as unread for ever"));
  }

  @ParameterizedTest
  @MethodSource("guards")
  void withoutItsGuardTheTestOfTheGapFails(Guard guard) throws ReflectiveOperationException {
    Throwable failure =
        run(test(guard.gap()), Patched.with(guard.type(), guard.method(), guard.off()));

    assertThat(failure).as("%s", guard).isInstanceOf(AssertionError.class);
    System.out.printf("%-6s fails where %s%n", guard.gap(), guard.without());
  }

  @ParameterizedTest
  @MethodSource("guards")
  void withItsGuardTheTestOfTheGapPasses(Guard guard) throws ReflectiveOperationException {
    assertThat(run(test(guard.gap()), Patched.asItIs())).isNull();
  }

  @Test
  void everyGapHasItsTestAndItsGuard() {
    List<String> gaps = guards().stream().map(Guard::gap).distinct().toList();

    assertThat(Arrays.stream(TenGapsTest.class.getDeclaredMethods()))
        .filteredOn(method -> method.isAnnotationPresent(Test.class))
        .extracting(method -> method.getName().replaceFirst("(gap[0-9]+).*", "$1"))
        .containsExactlyInAnyOrderElementsOf(gaps);
    assertThat(gaps).hasSize(10);
  }

  private static String test(String gap) {
    return Arrays.stream(TenGapsTest.class.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> name.matches(gap + "[A-Z].*"))
        .findFirst()
        .orElseThrow();
  }

  /** What the test throws; null: it passes. */
  private static Throwable run(String test, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(TenGapsTest.class.getName(), true, loader);
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method method = type.getDeclaredMethod(test);
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance());
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  /** An empty answer, made where it is asked for: a value of ours would be of other classes. */
  private static Implementation calls(Class<?> type, String method) {
    try {
      return MethodCall.invoke(type.getMethod(method));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static MethodDescription valid() {
    return TypePool.Default.of(Patched.locator())
        .describe(Patched.BASE + "manifest.Validation")
        .resolve()
        .getDeclaredMethods()
        .filter(named("valueOf").and(isStatic()))
        .getOnly();
  }
}
