package io.ringrift.dataplane.contract.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The settings of one process: a properties file, overlaid by {@code DATAPLANE_*} environment
 * variables, overlaid by flags; checked as a whole against a {@link ConfigDef}.
 *
 * <p>{@code DATAPLANE_AGENT_ROOT} is {@code agent.root}: the variable of a key is its name in upper
 * case with {@code .} and {@code -} as {@code _}. One file serves all processes, so a key of
 * another process's section is left alone; an unknown key in a section of this process is a fault.
 *
 * <p>Keys of Kafka clients stand under {@code kafka.} and pass through unchanged; so do Confluent's
 * keys for the registry and the serdes.
 */
public final class Settings {

  private static final String VARIABLE_PREFIX = "DATAPLANE_";
  private static final String KAFKA = "kafka.";

  /** Starts of Confluent's keys for the registry and the serdes, which pass through. */
  private static final List<String> REGISTRY_KEYS =
      List.of(
          "schema.registry.",
          "basic.auth.",
          "bearer.auth.",
          "request.header.",
          "proxy.",
          "http.connect.timeout.ms",
          "http.read.timeout.ms",
          "max.retries",
          "retries.",
          "auto.register.schemas",
          "use.latest.version",
          "use.schema.id",
          "latest.",
          "normalize.schemas",
          "max.schemas.per.subject",
          "avro.",
          "specific.avro.",
          "key.subject.name.strategy",
          "value.subject.name.strategy");

  /** Variables of the start script, not settings. */
  private static final Set<String> SCRIPT_VARIABLES =
      Set.of("DATAPLANE_CONFIG", "DATAPLANE_HOME", "DATAPLANE_JAVA_OPTS");

  private final Map<String, String> raw;
  private final Map<String, Object> values;

  private Settings(Map<String, String> raw, Map<String, Object> values) {
    this.raw = raw;
    this.values = values;
  }

  /**
   * Reads and checks.
   *
   * @param definition all keys of this process, {@link CommonSettings} included
   * @param file properties in UTF-8; null: none
   * @param environment usually {@code System.getenv()}
   * @param flags key to value, as given on the command line
   * @throws SettingsException with every fault
   */
  public static Settings load(
      ConfigDef definition, Path file, Map<String, String> environment, Map<String, String> flags) {
    List<String> faults = new ArrayList<>();
    Map<String, String> raw = new TreeMap<>();
    if (file != null) {
      raw.putAll(read(file, faults));
    }
    raw.putAll(fromEnvironment(definition, environment));
    raw.putAll(flags);

    Set<String> known = definition.names();
    Set<String> sections = new TreeSet<>();
    known.forEach(key -> sections.add(section(key)));
    for (String key : raw.keySet()) {
      if (!known.contains(key) && !passesThrough(key) && sections.contains(section(key))) {
        faults.add(key + " is no setting; known there: " + siblings(known, section(key)));
      }
    }
    for (ConfigValue value : definition.validate(raw)) {
      value.errorMessages().forEach(message -> faults.add(message));
    }
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return new Settings(raw, definition.parse(raw));
  }

  public String string(String key) {
    return (String) value(key);
  }

  public int integer(String key) {
    return (Integer) value(key);
  }

  public long longInteger(String key) {
    return (Long) value(key);
  }

  public double decimal(String key) {
    return (Double) value(key);
  }

  public boolean flag(String key) {
    return (Boolean) value(key);
  }

  /** A list setting. */
  @SuppressWarnings("unchecked") // ConfigDef parses Type.LIST to a list of strings
  public List<String> list(String key) {
    return (List<String>) value(key);
  }

  /** A setting in milliseconds, of type INT or LONG. */
  public Duration millis(String key) {
    return Duration.ofMillis(((Number) value(key)).longValue());
  }

  /** A string setting that names a file or folder; empty or null: none. */
  public Optional<Path> path(String key) {
    String text = string(key);
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /**
   * For every Kafka client: {@code bootstrap.servers} and all {@code kafka.*} without the prefix.
   */
  public Map<String, Object> kafka() {
    Map<String, Object> kafka = new TreeMap<>();
    kafka.put(
        CommonSettings.BOOTSTRAP_SERVERS, String.join(",", list(CommonSettings.BOOTSTRAP_SERVERS)));
    raw.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA)) {
            kafka.put(key.substring(KAFKA.length()), value);
          }
        });
    return kafka;
  }

  /** For {@code Topics} and serdes: Confluent's keys, and which serde to use. */
  public Map<String, Object> serdes() {
    Map<String, Object> serdes = new TreeMap<>();
    raw.forEach(
        (key, value) -> {
          if (isRegistryKey(key)) {
            serdes.put(key, value);
          }
        });
    serdes.put(
        CommonSettings.SCHEMA_REGISTRY_URL,
        String.join(",", list(CommonSettings.SCHEMA_REGISTRY_URL)));
    serdes.put(CommonSettings.SERDE, string(CommonSettings.SERDE));
    return serdes;
  }

  private Object value(String key) {
    if (!values.containsKey(key)) {
      throw new IllegalArgumentException("setting " + key + " is not defined for this process");
    }
    return values.get(key);
  }

  private static Map<String, String> read(Path file, List<String> faults) {
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

  private static Map<String, String> fromEnvironment(
      ConfigDef definition, Map<String, String> environment) {
    Map<String, String> byVariable = new TreeMap<>();
    definition.names().forEach(key -> byVariable.put(variable(key), key));
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(VARIABLE_PREFIX) && !SCRIPT_VARIABLES.contains(variable)) {
            String plain =
                variable
                    .substring(VARIABLE_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            found.put(byVariable.getOrDefault(variable, plain), value);
          }
        });
    return found;
  }

  /** The environment variable that sets a key. */
  static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static boolean passesThrough(String key) {
    return key.startsWith(KAFKA) || isRegistryKey(key);
  }

  private static boolean isRegistryKey(String key) {
    return REGISTRY_KEYS.stream().anyMatch(key::startsWith);
  }

  private static String section(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private static String siblings(Set<String> known, String section) {
    return String.join(
        ", ", known.stream().filter(key -> section(key).equals(section)).sorted().toList());
  }
}
