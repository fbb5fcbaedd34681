package io.ringrift.dataplane.streams.decision;

import java.util.Objects;

/** A reason: the word that programs read, and the sentence that people read. */
public record Why(Reason reason, String sentence) {

  public Why {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(sentence, "sentence");
  }

  public String word() {
    return reason.word();
  }

  /** {@code word: sentence}. */
  public String text() {
    return word() + ": " + sentence;
  }
}
