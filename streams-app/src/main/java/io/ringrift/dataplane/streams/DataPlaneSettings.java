package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import io.ringrift.dataplane.streams.node.NodePolicy;
import io.ringrift.dataplane.streams.nodefile.NodeFile;
import io.ringrift.dataplane.streams.query.QueryServer;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of the streams application, checked as a whole: whoever has one has no faulty
 * setting.
 */
public final class DataPlaneSettings {

  private final Settings settings;
  private final DeclaredNodes declared;

  private DataPlaneSettings(Settings settings, DeclaredNodes declared) {
    this.settings = settings;
    this.declared = declared;
  }

  /** Every setting with its default, bounds and meaning; the reference page is made from it. */
  public static ConfigDef definition() {
    return SettingCatalogue.definition();
  }

  /**
   * Reads and checks all settings.
   *
   * @param file properties; null: none
   * @throws SettingsException with every fault
   */
  public static DataPlaneSettings load(
      Path file, Map<String, String> environment, Map<String, String> flags) {
    return of(Settings.load(definition(), file, environment, flags));
  }

  static DataPlaneSettings of(Settings settings) {
    List<String> faults = new ArrayList<>();
    DataPlaneSettings checked = new DataPlaneSettings(settings, nodeFile(settings, faults));
    checked.atMost(faults, SettingCatalogue.SESSION_HEARTBEAT, 3, SettingCatalogue.SESSION_TIMEOUT);
    checked.atMost(
        faults, SettingCatalogue.COMMIT_INTERVAL, 2, SettingCatalogue.TRANSACTION_TIMEOUT);
    checked.atMost(faults, SettingCatalogue.TICK_INTERVAL, 2, SettingCatalogue.TICK_FRESHNESS);
    new PolicySettings(settings).addFaults(faults);
    StreamsProperties.addFaults(settings.kafka(), faults);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return checked;
  }

  private static DeclaredNodes nodeFile(Settings settings, List<String> faults) {
    String name = settings.string(SettingCatalogue.NODE_FILE);
    if (name.isEmpty()) {
      return DeclaredNodes.NONE;
    }
    try {
      NodeFile file = NodeFile.read(Path.of(name));
      file.faults().forEach(fault -> faults.add(SettingCatalogue.NODE_FILE + ", " + fault));
      return file.declared();
    } catch (IOException | InvalidPathException e) {
      faults.add(
          "%s is %s, allowed: a file that can be read: %s"
              .formatted(SettingCatalogue.NODE_FILE, name, e));
      return DeclaredNodes.NONE;
    }
  }

  private void atMost(List<String> faults, String small, int part, String large) {
    long value = settings.millis(small).toMillis();
    long allowed = settings.millis(large).toMillis() / part;
    if (value > allowed) {
      faults.add(
          small
              + " is "
              + value
              + ", allowed: at most "
              + allowed
              + (part == 2 ? ", half of " : ", a third of ")
              + large);
    }
  }

  public Settings settings() {
    return settings;
  }

  /**
   * For {@code Topics}. The registry client doesn't retry by itself unless told to: the stages wait
   * and ask again, and say so once.
   */
  public Map<String, Object> serdes() {
    Map<String, Object> serdes = new TreeMap<>(settings.serdes());
    serdes.putIfAbsent("max.retries", "0");
    return serdes;
  }

  public String applicationId() {
    return settings.string(SettingCatalogue.APPLICATION_ID);
  }

  public Path stateDir() {
    return Path.of(settings.string(SettingCatalogue.STATE_DIR)).toAbsolutePath().normalize();
  }

  public boolean exactlyOnce() {
    return settings.string(SettingCatalogue.GUARANTEE).equals(StreamsConfig.EXACTLY_ONCE_V2);
  }

  public int partitions() {
    return settings.integer(CommonSettings.TOPICS_PARTITIONS);
  }

  public Duration closeTimeout() {
    return settings.millis(SettingCatalogue.CLOSE_TIMEOUT);
  }

  public Duration tickInterval() {
    return settings.millis(SettingCatalogue.TICK_INTERVAL);
  }

  public QueryServer.Options queryOptions() {
    return new QueryServer.Options(
        settings.string(SettingCatalogue.QUERY_HOST),
        settings.integer(SettingCatalogue.QUERY_PORT),
        settings.integer(SettingCatalogue.QUERY_THREADS));
  }

  public NodePolicy nodePolicy() {
    return new NodePolicy(
        settings.millis(SettingCatalogue.HEARTBEAT_TIMEOUT),
        settings.millis(SettingCatalogue.TICK_FRESHNESS),
        settings.integer(SettingCatalogue.VANISH_PERCENT) / 100.0,
        settings.integer(SettingCatalogue.VANISH_MINIMUM),
        settings.millis(SettingCatalogue.VANISH_WINDOW),
        settings.integer(SettingCatalogue.DISK_STEP) / 100.0,
        settings.integer(SettingCatalogue.BEATS_AFTER_OFFLINE));
  }

  /** What the stages are to do. */
  public DataPlaneTopology.Policies policies() {
    PolicySettings policies = new PolicySettings(settings);
    return new DataPlaneTopology.Policies(
        nodePolicy(),
        declared,
        policies.schedule(partitions()),
        policies.items(),
        policies.decisions());
  }

  /**
   * For {@code KafkaStreams}.
   *
   * @param largestRecord bytes that the application's own records may have
   */
  public Properties streams(int largestRecord) {
    return StreamsProperties.of(this, largestRecord);
  }
}
