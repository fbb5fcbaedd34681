package io.ringrift.dataplane.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a stack consists of.
 *
 * @param folder everything it leaves behind lies here; a start on a used folder goes on with it
 * @param nodes one agent each
 * @param workers how many
 * @param settings for all processes, over the stack's own
 * @param configFile settings for all processes, under the stack's own
 */
public record StackPlan(
    Path folder,
    List<NodePlan> nodes,
    int workers,
    Map<String, String> settings,
    Optional<Path> configFile) {

  public StackPlan {
    folder = folder.toAbsolutePath().normalize();
    nodes = List.copyOf(nodes);
    settings = Map.copyOf(settings);
  }

  /** Two GPU hosts in two racks of one provider, one of another provider, and an external drive. */
  public static StackPlan in(Path folder) {
    List<String> gpu = List.of("training", "selfplay");
    return new StackPlan(
        folder,
        List.of(
            new NodePlan("gpu-1", "HOST", "lambda", "r1", gpu),
            new NodePlan("gpu-2", "HOST", "lambda", "r2", gpu),
            new NodePlan("gpu-3", "HOST", "vast", null, gpu),
            new NodePlan("owc", "DRIVE", "home", null, List.of("storage", "backup"))),
        2,
        Map.of(),
        Optional.empty());
  }

  public StackPlan withSetting(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new StackPlan(folder, nodes, workers, more, configFile);
  }

  public StackPlan withNodes(List<NodePlan> others) {
    return new StackPlan(folder, others, workers, settings, configFile);
  }

  public StackPlan withWorkers(int count) {
    return new StackPlan(folder, nodes, count, settings, configFile);
  }

  /**
   * @param file which properties file; what the stack decides, such as addresses, ports, folders
   *     and keys, stays as it is
   */
  public StackPlan withConfigFile(Path file) {
    return new StackPlan(
        folder, nodes, workers, settings, Optional.of(file.toAbsolutePath().normalize()));
  }

  /** Where the agent of a node keeps its data. */
  public Path dataOf(String nodeId) {
    return folder.resolve("nodes").resolve(nodeId);
  }

  /** Logs, addresses and ports. */
  public Path run() {
    return folder.resolve("run");
  }

  Path keys() {
    return folder.resolve("keys");
  }
}
