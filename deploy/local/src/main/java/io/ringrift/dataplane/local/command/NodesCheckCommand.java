package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import io.ringrift.dataplane.streams.nodefile.NodeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dataplane nodes check}: a node file, before anything runs with it. */
@Command(
    name = "check",
    header = "Say what is wrong with a node file, or show it as a table.",
    description =
        "All faults are listed, each with node, field, value and what is allowed (exit code 2)."
            + " docs/reference/nodes.md has the fields.",
    footer = {"", "Example:", "  ./dataplane nodes check deploy/nodes/ringrift.yaml"})
final class NodesCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The node file, YAML.")
  private Path file;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common;
  @Mixin private WideOption wide;
  @Spec private CommandSpec spec;

  NodesCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    NodeFile found = read(file, "FILE");
    Output output = common.output(spec.commandLine().getOut());
    if (output.isJson()) {
      output.json(json(found));
    } else if (found.faults().isEmpty()) {
      output.table(table(found.nodes()), wide.columns(surroundings.screen()));
      output.line(Units.count(found.nodes().size(), "node") + ", no faults");
    } else {
      found.faults().forEach(output::line);
      output.line(Units.count(found.faults().size(), "fault"));
    }
    return found.faults().isEmpty() ? Failure.OK : Failure.USAGE;
  }

  /**
   * @param said how the command line calls the file
   */
  static NodeFile read(Path file, String said) {
    try {
      return NodeFile.read(file);
    } catch (IOException e) {
      throw Failure.unreadable(said, file, e);
    }
  }

  private static Table table(Collection<DeclaredNode> nodes) {
    Table table =
        Table.of(
            "NODE",
            "KIND",
            "~PROVIDER",
            "~REGION",
            "~RACK",
            "ROLES",
            "RECEIVES",
            "~SHARE",
            "ENDPOINT",
            "~>DISK LIMIT",
            "~>TRANSFERS");
    for (DeclaredNode node : nodes) {
      table.row(
          node.nodeId(),
          node.kind() == null ? NodeKind.HOST : node.kind(),
          node.provider(),
          node.region(),
          node.rack(),
          words(node.roles()),
          receives(node),
          node.share(),
          endpoint(node),
          node.diskLimitPercent() == 0 ? null : node.diskLimitPercent() + "%",
          node.maxTransfers() == 0 ? null : node.maxTransfers());
    }
    return table;
  }

  private static String receives(DeclaredNode node) {
    if (node.baseUrl() != null) {
      return "nothing";
    }
    return node.allows().isEmpty() ? "as its agent says" : words(node.allows());
  }

  private static String endpoint(DeclaredNode node) {
    if (node.baseUrl() != null) {
      return "files at " + node.baseUrl();
    }
    return node.behindNat() ? "behind NAT" : node.endpoint();
  }

  private static String words(Collection<?> words) {
    return words.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
  }

  private static ObjectNode json(NodeFile found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    found.faults().forEach(json.putArray("faults")::add);
    found.nodes().forEach(node -> json.withArray("nodes").add(node.nodeId()));
    return json;
  }
}
