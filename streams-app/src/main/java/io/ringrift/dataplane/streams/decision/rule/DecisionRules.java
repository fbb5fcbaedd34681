package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.ContentChange;
import io.ringrift.dataplane.streams.decision.ContentRule;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.LossRule;
import io.ringrift.dataplane.streams.decision.NodeRule;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The registry of rules: what follows from what. An event that isn't listed is none of this stage's
 * (exports and games are registered by the items stage, and act through the catalog).
 */
public final class DecisionRules {

  private static final List<Entry<?>> ON_EVENT =
      List.of(
          on(TrainingStarted.class, new PreloadOnTrainingStarted()),
          on(TrainingThresholdReached.class, new PrefetchOnThresholdReached()),
          on(TrainingCompleted.class, new EndPlacement()),
          on(TrainingFailed.class, new EndPlacement()),
          on(DataNeeded.class, new FetchOnDataNeeded()),
          on(DataStale.class, new RefreshStaleData()),
          on(ModelPromoted.class, new DistributePromotedModel()));

  private static final List<ContentRule> ON_NEW_CONTENT = List.of(new PlaceNewExport());

  private static final List<LossRule> ON_LOSS = List.of(new ReplaceLostTrainingData());

  private static final List<NodeRule> ON_NODE_ONLINE = List.of(new CatchUpReturningHost());

  private DecisionRules() {}

  /** Whether a rule answers events like this one. */
  public static boolean answers(ConfigPayload payload) {
    return entry(payload).isPresent();
  }

  /** Empty when no rule answers it. What happened too long ago only moves placements. */
  public static Optional<Decision> onEvent(
      ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    return entry(payload)
        .map(entry -> entry.decide(event, payload, context))
        .map(decision -> context.startsSomething() ? decision : tooLate(event, decision, context));
  }

  /** One decision a rule, in order. */
  public static List<Decision> onNewContent(ContentChange change, DecisionContext context) {
    return context.startsSomething()
        ? ON_NEW_CONTENT.stream().map(rule -> rule.decide(change, context)).toList()
        : List.of();
  }

  /**
   * One decision for each rule and training that has lost a copy.
   *
   * @param lostAt nodes that hold the row's content no longer
   */
  public static List<Decision> onLoss(CatalogRow row, Set<String> lostAt, DecisionContext context) {
    if (lostAt.isEmpty() || !context.startsSomething()) {
      return List.of();
    }
    return context.activePlacements(row.configKey()).stream()
        .filter(training -> lostAt.contains(training.nodeId()))
        .flatMap(training -> ON_LOSS.stream().map(rule -> rule.decide(row, training, context)))
        .toList();
  }

  /** One decision for each rule and config that trains there. */
  public static List<Decision> onNodeOnline(Node node, DecisionContext context) {
    if (!context.startsSomething()) {
      return List.of();
    }
    return context.activePlacementsAt(node.nodeId()).stream()
        .flatMap(
            placement ->
                ON_NODE_ONLINE.stream()
                    .map(rule -> rule.decide(node, placement.configKey(), context)))
        .toList();
  }

  /** Every listed rule, for the test that none is forgotten. */
  static List<Class<?>> listed() {
    return Stream.of(
            ON_EVENT.stream().map(Entry::rule),
            ON_NEW_CONTENT.stream(),
            ON_LOSS.stream(),
            ON_NODE_ONLINE.stream())
        .flatMap(rules -> rules)
        .<Class<?>>map(Object::getClass)
        .distinct()
        .toList();
  }

  private static Decision tooLate(ClusterEvent event, Decision decision, DecisionContext context) {
    return decision.placementsOnly(
        Reason.TOO_OLD.because(
            event.type()
                + " "
                + event.eventId()
                + " was logged at "
                + context.loggedAt()
                + "; what is older than "
                + context.policy().intentMaxAge()
                + " starts nothing"));
  }

  private static Optional<Entry<?>> entry(ConfigPayload payload) {
    return ON_EVENT.stream().filter(entry -> entry.payload().isInstance(payload)).findFirst();
  }

  private static <P extends ConfigPayload> Entry<P> on(
      Class<P> payload, EventRule<? super P> rule) {
    return new Entry<>(payload, rule);
  }

  private record Entry<P extends ConfigPayload>(Class<P> payload, EventRule<? super P> rule) {

    Decision decide(ClusterEvent event, ConfigPayload payload, DecisionContext context) {
      return rule.decide(event, this.payload.cast(payload), context);
    }
  }
}
