package io.ringrift.dataplane.streams.decision;

import java.util.Locale;

/**
 * Why something was decided, waits or ended. The words ({@link #word}) are part of the contract:
 * programs match on them, so none changes its meaning. {@code docs/reference/rules.md} lists them
 * with these meanings (tested).
 */
public enum Reason {
  // How a rule came to its targets.
  TARGET_GIVEN(Kind.DECISION, "The event names the node."),
  TARGET_IS_SOURCE(Kind.DECISION, "The event names no node, but its source is one."),
  TARGET_TRAINS(Kind.DECISION, "The event names no node; the config trains there now."),
  TARGET_TRAINED_LAST(Kind.DECISION, "The event names no node; the config trained there last."),
  TARGET_GUESSED(Kind.DECISION, "Nothing tells the node; the least loaded ones that train."),
  TARGETS_SERVE(Kind.DECISION, "Every node with the role serving."),

  // What a rule decided besides.
  PLACEMENT_ENDED(Kind.DECISION, "A training ended where it ran."),
  PLACED_WHERE_IT_TRAINS(Kind.DECISION, "New data goes where its config trains."),
  NODE_RETURNED(Kind.DECISION, "A node where the config trains came online without the best data."),
  TRAINING_DATA_LOST(Kind.DECISION, "Data is gone from a node where its config trains."),
  NOTHING_TO_DO(Kind.DECISION, "The rule looked and found all as it should be."),
  NO_TRAINING_NODE(
      Kind.DECISION, "The event names no node and no online node has the role training."),
  NO_SERVING_NODE(Kind.DECISION, "No node has the role serving."),
  TOO_OLD(Kind.DECISION, "It happened longer ago than rules.intent.age.max.ms and starts nothing."),

  // Why an open need waits.
  WAITING_FOR_DATA(Kind.WAITING, "No data yet; nobody is told before the grace is over."),
  ORDERED(Kind.WAITING, "Data was chosen and is on its way."),
  NO_NPZ_AVAILABLE(Kind.WAITING, "There is no NPZ of the config."),
  NO_GAME_AVAILABLE(Kind.WAITING, "There is no game database of the config."),
  NO_MODEL_AVAILABLE(Kind.WAITING, "There is no model of the config."),
  NO_CHECKPOINT_AVAILABLE(Kind.WAITING, "There is no checkpoint of the config."),
  ONLY_LOW_QUALITY(Kind.WAITING, "What there is falls short of the quality asked for."),
  TOO_FEW_SAMPLES(Kind.WAITING, "What there is holds fewer samples than asked for."),
  NO_NEWER_DATA(Kind.WAITING, "Nothing is newer than what the node has."),
  ONLY_STALE(Kind.WAITING, "What there is is older than allowed."),
  ONLY_UNVALIDATED(Kind.WAITING, "No agent has validated what there is."),
  NO_REACHABLE_SOURCE(Kind.WAITING, "No online node holds what there is."),
  ITEM_UNKNOWN(Kind.WAITING, "Nobody reported the one item that will do."),
  OTHER_CONTENT(Kind.WAITING, "The one item that will do has other content than asked for."),
  TARGET_REFUSES(Kind.WAITING, "The node doesn't take it: its receive policy or its disk."),
  TRANSFERS_FAILED(Kind.WAITING, "All that was chosen failed to arrive, after all retries."),
  TYPE_UNKNOWN(Kind.WAITING, "Items of unknown type are never moved."),

  // How a need ended.
  DELIVERED(Kind.END, "What was chosen is at the node, verified."),
  ALREADY_THERE(Kind.END, "What would have been chosen is at the node."),
  NEWER_CONTENT(Kind.END, "The one content that would do was replaced by newer."),
  NEED_EXPIRED(Kind.END, "Its life was over before it was met."),
  NO_LONGER_NEEDED(Kind.END, "Of a choice: the need ended while it was on its way."),

  // What signals say.
  REQUEST_COMPLETE(Kind.SIGNAL, "SYNC_COMPLETED: all needs of the request are met."),
  TRAINING_DATA_INSUFFICIENT(
      Kind.SIGNAL, "SELFPLAY_NEEDED: DATA_NEEDED found nothing; the detail says what is lacking."),
  TRAINING_DATA_STALE(
      Kind.SIGNAL, "SELFPLAY_NEEDED: DATA_STALE found nothing newer; the detail says why.");

  /** Where a reason is met. */
  public enum Kind {
    DECISION("Decisions"),
    WAITING("Open needs"),
    END("Ended needs"),
    SIGNAL("Signals, besides the words of needs");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final Kind kind;
  private final String meaning;

  Reason(Kind kind, String meaning) {
    this.kind = kind;
    this.meaning = meaning;
  }

  public Kind kind() {
    return kind;
  }

  /** A sentence for the reference page. */
  public String meaning() {
    return meaning;
  }

  /** The stable word, e.g. {@code no_npz_available}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A sentence with this reason's word. */
  public Why because(String sentence) {
    return new Why(this, sentence);
  }
}
