package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.deadletter.LetterId;

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
}
