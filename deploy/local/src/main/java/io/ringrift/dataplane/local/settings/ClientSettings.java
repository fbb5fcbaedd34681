package io.ringrift.dataplane.local.settings;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.local.output.Failure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Settings of the commands that talk to a running system. In order, the later wins: defaults, the
 * settings file or, without one, the addresses of the stack that runs on this machine, {@code
 * DATAPLANE_*} variables, flags.
 */
public final class ClientSettings {
  public static final String QUERY_URL = "query.url";

  private ClientSettings() {}

  static ConfigDef definition() {
    return CommonSettings.definition()
        .define(
            QUERY_URL,
            ConfigDef.Type.STRING,
            "http://127.0.0.1:8090",
            ConfigDef.Importance.HIGH,
            "Base URL of the streams-app's query API.");
  }

  /**
   * Reads and checks them.
   *
   * @param file settings file; null: none
   * @param flags from the command line, by key
   */
  public static Settings load(Surroundings surroundings, Path file, Map<String, String> flags) {
    Map<String, String> environment = new HashMap<>();
    if (file == null) {
      Addresses.ofRunningStack(Addresses.file(surroundings.folder()))
          .ifPresent(
              stack -> stack.settings().forEach((k, v) -> environment.put(Variables.of(k), v)));
    }
    environment.putAll(surroundings.environment());
    try {
      return Settings.load(definition(), file, environment, flags);
    } catch (SettingsException e) {
      throw Failure.usage(String.join("; ", e.faults()));
    }
  }

  /** Settings of clients of a stack whose addresses are known. */
  public static Settings of(Map<String, String> flags) {
    return Settings.load(definition(), null, Map.of(), flags);
  }
}
