package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.replay.ProgressLine;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.HistoryLog;
import io.ringrift.dataplane.streams.replay.kafka.ReplayException;
import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;

/** A command that reads the kept history itself, whether the streams-app runs or not. */
abstract class PastCommand extends ClientCommand {

  PastCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** Does the work. */
  @FunctionalInterface
  interface Work<T> {
    T with(HistoryLog log, ReplayProgress progress);
  }

  /** Folder for rows that don't fit in memory. */
  final Path scratch() {
    return surroundings().folder().resolve("replay");
  }

  /**
   * Connects, shows the progress while it works, and gives what it found.
   *
   * @throws Failure with exit code 2 when it can't be done
   */
  final <T> T read(Work<T> work) {
    Settings settings = settings();
    ReplayProgress progress = new ReplayProgress();
    try {
      Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
      try (Topics topics =
              new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
          HistoryLog log = new HistoryLog(settings.kafka(), topics);
          ProgressLine shown = ProgressLine.show(progress, err())) {
        return work.with(log, progress);
      }
    } catch (Failure e) {
      throw e.exitCode() == Failure.UNREACHABLE ? Failure.undone(e.getMessage(), e) : e;
    } catch (ReplayException | KafkaException e) {
      throw Failure.undone(e.getMessage(), e);
    }
  }
}
