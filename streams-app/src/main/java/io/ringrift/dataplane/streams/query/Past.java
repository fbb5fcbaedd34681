package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.streams.deadletter.LetterLog;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.util.function.Function;

/** What was, and what was put aside; read from topics, not from the stores. */
public interface Past {

  /**
   * Answers a question.
   *
   * @throws ApiException if another one is being answered, or the history can't be read
   */
  <T> T ask(Function<TimeTravel, T> question);

  /** As {@link #ask}, about dead letters. */
  <T> T letters(Function<LetterLog, T> question);
}
