package io.ringrift.dataplane.streams.nodefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a file, or everything that is wrong with it.
 *
 * @param nodes in the order of the file; with faults not to be used
 * @param faults each names node, field, value and what is allowed; empty: the file is good
 */
public record NodeFile(List<DeclaredNode> nodes, List<String> faults) {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  public NodeFile {
    nodes = List.copyOf(nodes);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read; one that can be read and not used has faults
   */
  public static NodeFile read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static NodeFile parse(String yaml) {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      return new NodeFile(List.of(), List.of("the file is no YAML: " + place(e)));
    }
    Entries entries = Entries.read(tree);
    new Contradictions(entries).find().forEach(entries.faults()::add);
    return new NodeFile(entries.nodes(), entries.faults());
  }

  private static String place(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    return e.getOriginalMessage().lines().findFirst().orElse("") + where;
  }

  /** For the stages; of a file without faults. */
  public DeclaredNodes declared() {
    Map<String, DeclaredNode> byId = new LinkedHashMap<>();
    nodes.forEach(node -> byId.put(node.nodeId(), node));
    return new DeclaredNodes(byId);
  }
}
