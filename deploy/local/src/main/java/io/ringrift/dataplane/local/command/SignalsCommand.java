package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.kafka.TopicReader;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane signals}: what the data plane told others. */
@Command(
    name = "signals",
    header = "Show what the data plane tells others: DATA_AVAILABLE, SYNC_COMPLETED, ...",
    description = "Reads dataplane.signals, committed records only, in no consumer group.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane signals",
      "  ./dataplane signals --follow --type TRAINING_BLOCKED_BY_DATA",
      "  ./dataplane signals --config hex8_2p --output json"
    })
final class SignalsCommand extends ClientCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Option(names = "--follow", description = "Go on with new ones until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Only DATA_AVAILABLE, SYNC_COMPLETED, TRAINING_BLOCKED_BY_DATA, SELFPLAY_NEEDED,"
              + " DATA_TRANSFER_FAILED, ORPHAN_DETECTED or ORPHAN_RESOLVED.")
  private String type;

  @Option(names = "--config", paramLabel = "KEY", description = "Only of this config.")
  private String config;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The last N of those that are there (default: 50).")
  private int limit;

  SignalsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    checkType();
    Settings settings = settings();
    List<DataSignal> past = new ArrayList<>();
    AtomicReference<Consumer<DataSignal>> sink = new AtomicReference<>(past::add);
    try (Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        TopicReader reader =
            TopicReader.of(settings)
                .on(topics.signals(), found -> sink.get().accept(found.value()))
                .open()) {
      reader.readToEnd();
      print(last(past));
      sink.set(this::printNew);
      doing("waiting for more signals");
      while (follow) {
        reader.readMore(Duration.ofSeconds(1));
      }
    }
    return Failure.OK;
  }

  /** A misspelt type would show nothing, in silence. */
  private void checkType() {
    List<String> known = Arrays.stream(SignalType.values()).map(SignalType::name).toList();
    if (type != null && known.stream().noneMatch(type::equalsIgnoreCase)) {
      throw Failure.usage("--type is " + type + ", allowed: " + String.join(", ", known));
    }
  }

  private List<DataSignal> last(List<DataSignal> all) {
    List<DataSignal> wanted =
        all.stream()
            .filter(this::wanted)
            .sorted(Comparator.comparing(DataSignal::getOccurredAt))
            .toList();
    return wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
  }

  private boolean wanted(DataSignal signal) {
    return (type == null || signal.getType().name().equalsIgnoreCase(type))
        && (config == null || signal.getConfigKey().equals(config));
  }

  private void print(List<DataSignal> signals) {
    Output output = output();
    if (output.isJson() && follow) {
      signals.forEach(signal -> output.jsonLine(AvroJson.object(signal)));
    } else if (output.isJson()) {
      output.json(AvroJson.array(signals));
    } else if (follow) {
      signals.forEach(signal -> output.line(sentence(signal)));
    } else if (signals.isEmpty()) {
      output.line("no signals" + (type == null && config == null ? "" : " of that kind"));
    } else {
      output.table(table(signals));
    }
  }

  private void printNew(DataSignal signal) {
    if (!wanted(signal)) {
      return;
    }
    if (output().isJson()) {
      output().jsonLine(AvroJson.object(signal));
    } else {
      output().line(sentence(signal));
    }
  }

  private static Table table(List<DataSignal> signals) {
    Table table = Table.of("TIME", "SIGNAL", "CONFIG", "NODE", "ITEM", "REASON");
    for (DataSignal signal : signals) {
      table.row(
          TIME.format(signal.getOccurredAt()),
          signal.getType(),
          signal.getConfigKey(),
          signal.getNodeId(),
          signal.getItemId(),
          signal.getReason());
    }
    return table;
  }

  private static String sentence(DataSignal signal) {
    StringBuilder line = new StringBuilder();
    line.append(TIME.format(signal.getOccurredAt()));
    line.append("  ").append(signal.getType()).append("  ").append(signal.getConfigKey());
    if (signal.getNodeId() != null) {
      line.append(" at ").append(signal.getNodeId());
    }
    if (signal.getItemId() != null) {
      line.append(" ").append(signal.getItemId());
    }
    line.append(": ").append(signal.getReason());
    if (signal.getDetail() != null) {
      line.append(" (").append(signal.getDetail()).append(")");
    }
    return line.toString();
  }
}
