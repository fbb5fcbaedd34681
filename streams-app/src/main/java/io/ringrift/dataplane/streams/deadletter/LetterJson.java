package io.ringrift.dataplane.streams.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;

/** Dead letters as commands and queries show them. */
public final class LetterJson {

  private LetterJson() {}

  /** Which it is, and why. */
  public static ObjectNode of(Letter letter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", letter.id().toString()).put("at", AvroJson.time(letter.at()));
    json.put("stage", letter.stage()).put("error", letter.error()).put("cause", letter.cause());
    json.put("from", letter.origin());
    json.put("redriven_at", letter.redriven().map(done -> AvroJson.time(done.at())).orElse(null));
    json.put("redriven_to", letter.redriven().map(Letter.Redriven::where).orElse(null));
    return json;
  }

  /** All of it. */
  public static ObjectNode of(Letter letter, LetterContent content) {
    ObjectNode json = of(letter);
    json.put("key", letter.key());
    ObjectNode headers = json.putObject("headers");
    letter.headers().forEach(headers::put);
    json.put("form", content.form()).put("remark", content.remark());
    if (content.value() == null) {
      json.put("value", content.text());
    } else {
      json.set("value", content.value());
    }
    return json;
  }
}
