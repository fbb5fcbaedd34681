package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.local.settings.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program of the stack.
 *
 * @param name unique in the stack: {@code worker-1}, {@code agent-gpu-1}
 * @param heapMegabytes largest heap
 * @param mainClass what is run
 * @param arguments for it
 * @param settings its settings, by key; they go as variables, which every program of ours reads
 */
record Part(
    String name,
    int heapMegabytes,
    Class<?> mainClass,
    List<String> arguments,
    Map<String, String> settings) {

  /**
   * Ctrl-C goes to all processes of a terminal at once. The stack's processes must not take it:
   * they are ended in order. A signal that is ignored stays so in the program that the shell
   * becomes.
   */
  private static final List<String> DEAF_TO_CTRL_C =
      List.of("sh", "-c", "trap '' INT; exec \"$@\"", "dataplane");

  Part {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  /**
   * @param more variables besides its settings
   */
  ChildProcess start(Path run, Map<String, String> more) {
    JavaCommand java =
        new JavaCommand(mainClass.getName(), JvmOptions.small(heapMegabytes), arguments);
    List<String> words = new ArrayList<>(DEAF_TO_CTRL_C);
    words.addAll(java.words());
    return ChildProcess.start(
        new ChildProcess.Spec(name, words, run.resolve(name + ".log"), "READY", environment(more)));
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(more);
    settings.forEach((key, value) -> environment.put(Variables.of(key), value));
    // Many small JVMs: glibc would keep a pool of memory for every few threads.
    environment.put("MALLOC_ARENA_MAX", "2");
    return environment;
  }
}
