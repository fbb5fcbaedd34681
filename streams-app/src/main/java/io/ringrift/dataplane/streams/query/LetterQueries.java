package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterContent;
import io.ringrift.dataplane.streams.deadletter.LetterId;
import io.ringrift.dataplane.streams.deadletter.LetterJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Dead letters; they are read from their topic when asked for. */
final class LetterQueries {

  private final Past past;
  private final Topics topics;

  LetterQueries(Past past, Topics topics) {
    this.past = past;
    this.topics = topics;
  }

  /**
   * {@code GET /v1/dead-letters?error=&topic=&stage=&limit=}: of more the last ones, oldest first.
   */
  Answer list(Query query) {
    query.allow("error", "topic", "stage", "limit");
    Optional<String> error = query.text("error");
    Optional<String> topic = query.text("topic");
    Optional<String> stage = query.text("stage");
    int limit = query.limit();
    List<Letter> found =
        past.letters(
            log ->
                log.last(
                    letter ->
                        is(letter, error, Letter::error)
                            && is(letter, topic, Letter::topic)
                            && is(letter, stage, Letter::stage),
                    limit + 1));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode array = answer.putArray("dead_letters");
    found
        .subList(Math.max(0, found.size() - limit), found.size())
        .forEach(letter -> array.add(LetterJson.of(letter)));
    return Answer.json(answer.put("truncated", found.size() > limit));
  }

  private static boolean is(
      Letter letter, Optional<String> wanted, Function<Letter, String> field) {
    return wanted.isEmpty() || wanted.get().equals(field.apply(letter));
  }

  /** {@code GET /v1/dead-letters/{id}}: with its content, as far as it can be decoded. */
  Answer one(Query query) {
    query.allow();
    String text = query.path().get(2);
    LetterId id =
        LetterId.parse(text)
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "id is '" + text + "', allowed: partition@offset, such as 1@42"));
    return past.letters(log -> log.find(List.of(id))).stream()
        .findFirst()
        .map(letter -> LetterJson.of(letter, LetterContent.of(letter, topics)))
        .map(Answer::json)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "no dead letter "
                        + id
                        + ", /v1/dead-letters lists them; they are kept for 30"
                        + " days"));
  }
}
