package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.replay.ProgressLine;
import io.ringrift.dataplane.streams.replay.LogTime;
import io.ringrift.dataplane.streams.replay.kafka.HistoryLog;
import io.ringrift.dataplane.streams.replay.kafka.ReplayException;
import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;

/** For commands that read the kept history themselves, whether the streams-app runs or not. */
final class HistoryAccess {

  private final ClientCommand command;

  HistoryAccess(ClientCommand command) {
    this.command = command;
  }

  /** Does the work. */
  @FunctionalInterface
  interface Work<T> {
    T with(HistoryLog log, ReplayProgress progress);
  }

  /** Asks about the past. */
  @FunctionalInterface
  interface Question<T> {
    T ask(TimeTravel past);
  }

  /** Folder for rows that don't fit in memory. */
  Path scratch() {
    return command.surroundings().folder().resolve("replay");
  }

  <T> T past(Question<T> question) {
    int threads = Runtime.getRuntime().availableProcessors();
    return read((log, progress) -> question.ask(new TimeTravel(log, scratch(), threads, progress)));
  }

  /**
   * Connects, shows the progress while it works, and gives what it found.
   *
   * @throws Failure with exit code 2 when it can't be done
   */
  <T> T read(Work<T> work) {
    Settings settings = command.settings();
    ReplayProgress progress = new ReplayProgress();
    try {
      Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
      try (Topics topics =
              new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
          HistoryLog log = new HistoryLog(settings.kafka(), topics);
          ProgressLine shown =
              ProgressLine.show(progress, command.err(), command.surroundings().screen())) {
        return work.with(log, progress);
      }
    } catch (Failure e) {
      throw e.exitCode() == Failure.UNREACHABLE ? Failure.undone(e.getMessage(), e) : e;
    } catch (ReplayException | KafkaException e) {
      throw Failure.undone(e.getMessage(), e);
    }
  }

  /**
   * The moment that an option names.
   *
   * @throws Failure when it names none
   */
  static Instant time(String option, String text) {
    try {
      return LogTime.parse(option, text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }
}
