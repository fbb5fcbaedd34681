package io.ringrift.dataplane.embedded.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a Java program that runs with this JVM's own Java and class path.
 *
 * @param mainClass name of the class with {@code main}
 * @param jvmOptions for example {@code -Xmx256m}
 * @param arguments for {@code main}
 */
public record JavaCommand(String mainClass, List<String> jvmOptions, List<String> arguments) {

  public JavaCommand {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  public static JavaCommand of(Class<?> mainClass) {
    return new JavaCommand(mainClass.getName(), List.of(), List.of());
  }

  public JavaCommand withJvmOptions(List<String> more) {
    return new JavaCommand(mainClass, join(jvmOptions, more), arguments);
  }

  public JavaCommand withArguments(List<String> more) {
    return new JavaCommand(mainClass, jvmOptions, join(arguments, more));
  }

  /** The words of the command, ready for {@link ProcessBuilder}. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(quiet(Runtime.version().feature()));
    words.addAll(jvmOptions);
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(mainClass);
    words.addAll(arguments);
    return List.copyOf(words);
  }

  /** Kafka, RocksDB and the compressors use what Java 24 and later warn of. */
  static List<String> quiet(int javaVersion) {
    return javaVersion >= 24
        ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
        : List.of();
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
