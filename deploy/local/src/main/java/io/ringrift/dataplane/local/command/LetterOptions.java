package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.streams.deadletter.Letter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterOptions {
  @Option(names = "--error", paramLabel = "CODE", description = "Only with this error code.")
  private String error;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Only from this topic.")
  private String topic;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Only put aside by it: intake, events, nodes, items, decisions or worker.")
  private String stage;

  boolean wants(Letter letter) {
    return (error == null || error.equals(letter.error()))
        && (topic == null || topic.equals(letter.topic()))
        && (stage == null || stage.equals(letter.stage()));
  }

  boolean any() {
    return Optional.ofNullable(error).or(() -> Optional.ofNullable(topic)).isPresent()
        || stage != null;
  }
}
