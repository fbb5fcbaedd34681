package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.DataPlaneApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code dataplane streams}: the streams application. */
@Command(
    name = "streams",
    header = "Run the streams application: manifest, decisions, ledger, query API.",
    description = {
      "Without --config-file it joins the stack that runs on this machine. Each instance needs its own"
          + " streams.instance.id and streams.state.dir."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane streams --config-file dataplane.properties",
      "  ./dataplane streams --set streams.instance.id=streams-2 --set streams.state.dir=/data/streams-2"
    })
final class StreamsCommand extends ProcessCommand {

  StreamsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void run(Path file, Map<String, String> flags, boolean showStackTraces) {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--config", file.toString()));
    }
    if (showStackTraces) {
      words.add("--verbose");
    }
    flags.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    DataPlaneApp.main(words.toArray(String[]::new));
  }
}
