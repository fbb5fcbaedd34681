package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.ContentChange;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EvictionGuard;
import io.ringrift.dataplane.streams.decision.NeedLifecycle;
import io.ringrift.dataplane.streams.decision.NeedStep;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives rules' decisions and the pure need lifecycle over the stores: loads, lets them decide,
 * saves the step and tells others.
 *
 * <p>Every step goes through {@link #apply}, so store, index and topics are always in line.
 */
final class NeedKeeper {

  private static final Logger log = LoggerFactory.getLogger(NeedKeeper.class);

  private final StoredNeeds needs;
  private final StoredPlacements placements;
  private final DecisionIndex index;
  private final DecisionOutput out;

  NeedKeeper(
      StoredNeeds needs, StoredPlacements placements, DecisionIndex index, DecisionOutput out) {
    this.needs = needs;
    this.placements = placements;
    this.index = index;
    this.out = out;
  }

  /**
   * Makes true what a rule decided.
   *
   * @param subject what it answers, for the log
   */
  void carryOut(String subject, Decision decision, DecisionContext context) {
    decision.placements().forEach(placements::put);
    List<Need> opened = new ArrayList<>();
    for (Need need : decision.needs()) {
      // Known: the same cause was answered before.
      if (needs.need(need.configKey(), need.needId()).isEmpty()) {
        needs.save(null, need);
        opened.add(need);
      }
    }
    tell(subject, decision, opened.size());
    // All are stored before the first one moves: each may be the last one open of the request.
    opened.forEach(need -> apply(NeedLifecycle.open(need, context), context));
    decision.signals().forEach(signal -> tell(signal, context));
  }

  void outcome(NeedOutcome outcome, DecisionContext context) {
    Optional<Need> need = needs.need(outcome.configKey(), outcome.needId());
    if (need.isEmpty()) {
      log.info("Need {} is gone; its {} is too late", outcome.needId(), outcome.outcome());
      return;
    }
    apply(NeedLifecycle.onOutcome(need.get(), outcome, context), context);
  }

  /** New content is there for whoever of its config waits for data. */
  void serve(ContentChange change, DecisionContext context) {
    for (Need need : load(index.unfilled(change.row().configKey()))) {
      NeedStep step = NeedLifecycle.onContent(need, change, context);
      apply(step.changed() ? step : NeedLifecycle.onLackChanged(need, context), context);
    }
  }

  /** Copies of the row's content are elsewhere than before. */
  void moved(CatalogRow row, DecisionContext context) {
    for (Need need : load(index.unfilled(row.configKey()))) {
      apply(NeedLifecycle.onPlaces(need, row, context), context);
    }
  }

  void lackChanged(String configKey, DecisionContext context) {
    for (Need need : load(index.unfilled(configKey))) {
      apply(NeedLifecycle.onLackChanged(need, context), context);
    }
  }

  /**
   * @param before null: nothing was known of it
   */
  void targetChanged(String nodeId, Node before, DecisionContext context) {
    for (Need need : load(index.unfilledAt(nodeId))) {
      apply(NeedLifecycle.onTargetChanged(need, before, context), context);
    }
  }

  /** Works off up to {@code limit} needs whose time has come. */
  void due(int limit, DecisionContext context) {
    for (Need need : load(index.due(context.now(), limit))) {
      apply(NeedLifecycle.onDue(need, context), context);
    }
  }

  /** Passes a request on to the items stage, unless a training or a need is against it. */
  void evict(EvictionRequest request, DecisionContext context) {
    List<Need> open = load(index.open(request.configKey()));
    Optional<Eviction> refused =
        EvictionDesk.tooOld(request, context.loggedAt(), context.now())
            .or(
                () ->
                    EvictionGuard.objection(
                            request,
                            node -> context.nodes().sameFiles(node, request.nodeId()),
                            context.activePlacements(request.configKey()),
                            open)
                        .map(reason -> Eviction.refused(request, reason, context.now())));
    if (refused.isPresent()) {
      out.eviction(refused.get(), context.now());
    } else {
      out.evict(request, context.now());
    }
  }

  private List<Need> load(List<DecisionIndex.NeedName> names) {
    return names.stream()
        .map(
            name ->
                needs
                    .need(name.configKey(), name.needId())
                    .orElseThrow(
                        () ->
                            new StoresDisagreeException(
                                "the index names need " + name.needId() + ", which is not stored")))
        .toList();
  }

  private void apply(NeedStep step, DecisionContext context) {
    if (step.changed()) {
      needs.save(step.before(), step.after());
      if (step.after() == null) {
        out.dropped(step.before(), context.now());
      } else {
        out.need(step.after(), context.now());
        tell(step);
      }
    }
    for (ItemOrder order : step.orders()) {
      out.order(order, context.now());
    }
    step.signals().forEach(signal -> tell(signal, context));
  }

  private void tell(Signal signal, DecisionContext context) {
    out.signal(signal, context.now());
    log.info("{} {}: {}: {}", signal.type(), signal.configKey(), signal.reason(), signal.detail());
  }

  private static void tell(NeedStep step) {
    Need need = step.after();
    if (need.reason().equals(step.before().reason())) {
      return;
    }
    // Most needs are met and told so by a signal; the others are worth a line.
    if (need.open() || need.state() == Need.State.MET) {
      log.debug("Need {} is {}: {}", need.needId(), need.state(), need.reason());
    } else {
      log.info("Need {} is {}: {}", need.needId(), need.state(), need.reason());
    }
  }

  private static void tell(String subject, Decision decision, int opened) {
    if (decision.why().reason() == Reason.NOTHING_TO_DO) {
      log.debug("{}: {}", subject, decision.why().text());
    } else {
      log.info("{}: {}; needs opened: {}", subject, decision.why().text(), opened);
    }
  }
}
