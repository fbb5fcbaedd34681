package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.deadletter.Letter;
import io.ringrift.dataplane.local.deadletter.LetterId;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;

/** A command about dead letters. */
abstract class LetterCommand extends ClientCommand {

  LetterCommand(Surroundings surroundings) {
    super(surroundings);
  }

  static Topics topics(Settings settings) {
    return new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
  }

  static LetterId id(String text) {
    return LetterId.parse(text)
        .orElseThrow(
            () ->
                Failure.usage("ID is \"" + text + "\", allowed: partition@offset, such as 1@42")
                    .next("./dataplane dead-letters ls lists the ids"));
  }

  static ObjectNode json(Letter letter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", letter.id().toString()).put("at", AvroJson.time(letter.at()));
    json.put("stage", letter.stage()).put("error", letter.error()).put("cause", letter.cause());
    json.put("from", letter.origin());
    json.put("redriven_at", letter.redriven().map(done -> AvroJson.time(done.at())).orElse(null));
    json.put("redriven_to", letter.redriven().map(Letter.Redriven::where).orElse(null));
    return json;
  }
}
