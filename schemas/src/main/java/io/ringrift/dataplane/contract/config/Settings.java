package io.ringrift.dataplane.contract.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one process: a properties file, overlaid by {@code DATAPLANE_*} environment
 * variables, overlaid by flags; checked as a whole against a {@link ConfigDef}.
 *
 * <p>{@code DATAPLANE_AGENT_ROOT} is {@code agent.root}: the variable of a key is its name in upper
 * case with {@code .} and {@code -} as {@code _}. One file serves all processes, so a key of
 * another process's section (its first word) is left alone, and named in the log; an unknown key in
 * a section of this process is a fault.
 *
 * <p>Keys of Kafka clients stand under {@code kafka.} and pass through unchanged; so do Confluent's
 * keys for the registry and the serdes.
 */
public final class Settings {

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private static final String KAFKA = "kafka.";

  private static final Pattern INVALID_VALUE =
      Pattern.compile("Invalid value (.*) for configuration (\\S+): (.*)", Pattern.DOTALL);

  private static final Pattern MISSING_VALUE =
      Pattern.compile("Missing required configuration \"(\\S+)\" which has no default value\\.");

  /** Starts of Confluent's keys for the registry and the serdes. */
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
      raw.putAll(SettingSources.file(file, faults));
    }
    raw.putAll(SettingSources.environment(definition, environment));
    raw.putAll(flags);

    Set<String> known = definition.names();
    Set<String> sections = known.stream().map(Settings::section).collect(Collectors.toSet());
    Set<String> ofOthers = new TreeSet<>();
    for (String key : raw.keySet()) {
      if (known.contains(key) || passesThrough(key)) {
        continue;
      }
      if (sections.contains(section(key))) {
        faults.add(key + " is no setting; known there: " + siblings(known, section(key)));
      } else {
        ofOthers.add(key);
      }
    }
    for (ConfigValue value : definition.validate(raw)) {
      // Of a value that can't be parsed Kafka says twice what is wrong, the second time of null.
      value.errorMessages().stream().limit(1).map(Settings::shorter).forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    if (!ofOthers.isEmpty()) {
      LOG.info("Settings that this process doesn't read: {}", String.join(", ", ofOthers));
    }
    return new Settings(raw, definition.parse(raw));
  }

  public String string(String key) {
    return (String) value(key);
  }

  /** A setting of type PASSWORD. */
  public String secret(String key) {
    return ((Password) value(key)).value();
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

  /** A setting of type LIST. */
  @SuppressWarnings("unchecked") // that type parses to a list of strings
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
   * For every Kafka client: {@code bootstrap.servers}, and all {@code kafka.*} without the prefix.
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

  /**
   * For {@code Topics} and serdes: Confluent's keys, and which serde to use. The Kafka client's
   * {@code sasl.jaas.config} is among them, for {@code basic.auth.credentials.source=SASL_INHERIT}.
   */
  public Map<String, Object> serdes() {
    Map<String, Object> serdes = new TreeMap<>();
    raw.forEach(
        (key, value) -> {
          if (isRegistryKey(key)) {
            serdes.put(key, value);
          }
        });
    String jaas = raw.get(KAFKA + SaslConfigs.SASL_JAAS_CONFIG);
    if (jaas != null) {
      serdes.put(SaslConfigs.SASL_JAAS_CONFIG, jaas);
    }
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

  private static boolean passesThrough(String key) {
    return key.startsWith(KAFKA) || isRegistryKey(key);
  }

  private static boolean isRegistryKey(String key) {
    return REGISTRY_KEYS.stream().anyMatch(key::startsWith);
  }

  /**
   * {@code Invalid value 0 for configuration a.b: must be 1} becomes {@code a.b is 0: must be 1}.
   */
  private static String shorter(String fault) {
    String known = INVALID_VALUE.matcher(fault).replaceFirst("$2 is $1: $3");
    return MISSING_VALUE.matcher(known).replaceFirst("$1 must be given");
  }

  private static String section(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private static String siblings(Set<String> known, String section) {
    return known.stream()
        .filter(key -> section(key).equals(section))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
