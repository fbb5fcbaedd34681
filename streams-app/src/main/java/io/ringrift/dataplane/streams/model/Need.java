package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * "This data should be at that node, because of an event." Stays open until met, superseded or
 * expired.
 *
 * @param needId event id and target: two targets of one event are two needs of one request
 * @param requestId the event id
 * @param wanted how many items, best first, 1 or more
 * @param itemId if not null only this item will do
 * @param blockedSignalled whether the lack of data was told to others already
 * @param choices items chosen so far, with what became of each
 * @param dueAt when the stage looks at it again of itself; null: only on changes
 */
public record Need(
    String needId,
    String requestId,
    String eventType,
    String configKey,
    String targetNode,
    ItemType itemType,
    OperationType operationType,
    Priority priority,
    double minQuality,
    long minSamples,
    int wanted,
    String itemId,
    State state,
    String reason,
    boolean blockedSignalled,
    List<Choice> choices,
    Instant openedAt,
    Instant dueAt,
    Instant expiresAt) {

  public Need {
    Objects.requireNonNull(needId, "needId");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(targetNode, "targetNode");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(expiresAt, "expiresAt");
    choices = List.copyOf(choices);
    if (wanted < 1) {
      throw new IllegalArgumentException("wanted: " + wanted + ", allowed: 1 or more");
    }
  }

  public enum State {
    OPEN,
    MET,
    EXPIRED,
    SUPERSEDED,
    CANCELLED
  }

  public enum ChoiceState {
    ORDERED,
    MET,
    REFUSED,
    FAILED,
    SUPERSEDED
  }

  /**
   * @param reason why it stands there; null while ordered
   */
  public record Choice(String itemId, String sha256, ChoiceState state, String reason) {}

  public boolean open() {
    return state == State.OPEN;
  }

  public long count(ChoiceState wantedState) {
    return choices.stream().filter(choice -> choice.state() == wantedState).count();
  }

  public Need with(State newState, String newReason) {
    return new Need(
        needId,
        requestId,
        eventType,
        configKey,
        targetNode,
        itemType,
        operationType,
        priority,
        minQuality,
        minSamples,
        wanted,
        itemId,
        newState,
        newReason,
        blockedSignalled,
        choices,
        openedAt,
        newState == State.OPEN ? dueAt : null,
        expiresAt);
  }

  public Need withDue(Instant newDueAt, boolean signalled, String newReason) {
    return new Need(
        needId,
        requestId,
        eventType,
        configKey,
        targetNode,
        itemType,
        operationType,
        priority,
        minQuality,
        minSamples,
        wanted,
        itemId,
        state,
        newReason,
        signalled,
        choices,
        openedAt,
        newDueAt,
        expiresAt);
  }

  /** The same need with this choice added, or put in place of the one for the same content. */
  public Need withChoice(Choice choice) {
    List<Choice> next = new ArrayList<>(choices);
    next.removeIf(c -> c.itemId().equals(choice.itemId()) && c.sha256().equals(choice.sha256()));
    next.add(choice);
    return new Need(
        needId,
        requestId,
        eventType,
        configKey,
        targetNode,
        itemType,
        operationType,
        priority,
        minQuality,
        minSamples,
        wanted,
        itemId,
        state,
        reason,
        blockedSignalled,
        next,
        openedAt,
        dueAt,
        expiresAt);
  }
}
