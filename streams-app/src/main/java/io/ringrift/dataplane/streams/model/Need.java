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
 * @param minQuality least quality, 0..1
 * @param minSamples least samples, 0 or more
 * @param wanted how many items, best first, 1 or more
 * @param itemId if not null only this item will do
 * @param sha256 if not null only this content of it will do
 * @param newerThan if not null the content must be newer than this
 * @param because why it was opened and for this target; a sentence that never changes
 * @param reason why it stands where it stands: a stable word, then a sentence
 * @param blockedSignalled whether the lack of data was told to others already
 * @param choices items chosen so far, with what became of each
 * @param dueAt when the stage looks at it again of itself: the end of its grace or life, or of its
 *     stay after its end; null only while it isn't stored yet
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
    String sha256,
    Instant newerThan,
    String because,
    State state,
    String reason,
    boolean blockedSignalled,
    List<Choice> choices,
    Instant openedAt,
    Instant dueAt,
    Instant expiresAt) {

  public Need {
    Objects.requireNonNull(needId, "needId");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(targetNode, "targetNode");
    Objects.requireNonNull(because, "because");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
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
   * An item chosen for the need.
   *
   * @param reason why it stands there; null while ordered
   */
  public record Choice(String itemId, String sha256, ChoiceState state, String reason) {

    /** Whether it speaks of this content. */
    public boolean of(String otherItem, String otherHash) {
      return itemId.equals(otherItem) && sha256.equals(otherHash);
    }
  }

  public boolean open() {
    return state == State.OPEN;
  }

  public long count(ChoiceState wantedState) {
    return choices.stream().filter(choice -> choice.state() == wantedState).count();
  }

  /** How many more items it would take now: neither there nor on their way. */
  public int unfilled() {
    return open()
        ? (int) Math.max(0, wanted - count(ChoiceState.MET) - count(ChoiceState.ORDERED))
        : 0;
  }

  /** Whether this content was chosen before, whatever became of it. */
  public boolean tried(String otherItem, String otherHash) {
    return choices.stream().anyMatch(choice -> choice.of(otherItem, otherHash));
  }

  public Need with(State newState, String newReason, Instant newDueAt) {
    return copy(newState, newReason, blockedSignalled, choices, newDueAt);
  }

  public Need withDue(Instant newDueAt, boolean signalled, String newReason) {
    return copy(state, newReason, signalled, choices, newDueAt);
  }

  /** The same need with this choice added, or put in place of the one for the same content. */
  public Need withChoice(Choice choice) {
    List<Choice> next = new ArrayList<>(choices);
    next.removeIf(c -> c.of(choice.itemId(), choice.sha256()));
    next.add(choice);
    return withChoices(next);
  }

  public Need withChoices(List<Choice> newChoices) {
    return copy(state, reason, blockedSignalled, newChoices, dueAt);
  }

  private Need copy(
      State newState,
      String newReason,
      boolean signalled,
      List<Choice> newChoices,
      Instant newDueAt) {
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
        sha256,
        newerThan,
        because,
        newState,
        newReason,
        signalled,
        newChoices,
        openedAt,
        newDueAt,
        expiresAt);
  }
}
