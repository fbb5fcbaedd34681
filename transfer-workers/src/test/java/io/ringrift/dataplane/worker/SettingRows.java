package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.config.CommonSettings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The table of a reference page with the settings that are a process's own. */
public final class SettingRows {
  private SettingRows() {}

  public static String of(ConfigDef definition) {
    CommonSettings.definition().names().forEach(name -> definition.configKeys().remove(name));
    return definition.configKeys().values().stream()
        .sorted(Comparator.comparing(key -> key.name))
        .map(SettingRows::row)
        .collect(Collectors.joining());
  }

  private static String row(ConfigDef.ConfigKey key) {
    Object value = key.hasDefault() ? key.defaultValue : "must be given";
    if (value instanceof List<?> list) {
      value = list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return "| `%s` | %s | %s |\n"
        .formatted(key.name, "".equals(value) ? "empty" : value, key.documentation);
  }
}
