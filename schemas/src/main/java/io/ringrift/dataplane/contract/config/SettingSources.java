package io.ringrift.dataplane.contract.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Where settings come from, as text by key. */
final class SettingSources {

  private static final String VARIABLE_PREFIX = "DATAPLANE_";

  /** Variables of the start script, not settings. */
  private static final Set<String> SCRIPT_VARIABLES =
      Set.of("DATAPLANE_CONFIG", "DATAPLANE_HOME", "DATAPLANE_JAVA_OPTS", "DATAPLANE_BUILD");

  private SettingSources() {}

  /** Properties in UTF-8; what can't be read is added to the faults. */
  static Map<String, String> file(Path file, List<String> faults) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      faults.add("settings file " + file + " can't be read: " + e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.forEach((key, value) -> read.put(key.toString(), value.toString().strip()));
    return read;
  }

  /**
   * A variable whose key is defined sets that key, whatever has {@code .} and {@code -} in it; any
   * other is taken to have dots only, as the keys that pass through have.
   */
  static Map<String, String> environment(ConfigDef definition, Map<String, String> environment) {
    Map<String, String> byVariable = new TreeMap<>();
    definition.names().forEach(key -> byVariable.put(variable(key), key));
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(VARIABLE_PREFIX) && !SCRIPT_VARIABLES.contains(variable)) {
            String withDots =
                variable
                    .substring(VARIABLE_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            found.put(byVariable.getOrDefault(variable, withDots), value);
          }
        });
    return found;
  }

  /** The environment variable that sets a key. */
  private static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
