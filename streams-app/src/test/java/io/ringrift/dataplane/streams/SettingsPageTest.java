package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/streams-settings.md} is made from the code; {@code ./mvnw -pl streams-app
 * test -Dtest=SettingsPageTest -Ddocs.write=true} writes it anew.
 */
class SettingsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "streams-settings.md");

  @Test
  void pageSaysWhatTheCodeSays() throws IOException {
    String wanted = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, wanted);
    }

    assertThat(PAGE).as("write it anew with -Ddocs.write=true").hasContent(wanted);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder("# Settings of the streams application\n\n")
            .append("Made from `SettingCatalogue`. Every key can stand in the settings file, as a ")
            .append("variable (`DATAPLANE_STREAMS_THREADS` is `streams.threads`) or as `--set ")
            .append("key=value`; the later wins. `kafka.*` goes to every Kafka client without the ")
            .append("prefix, Confluent's keys for registry and serdes as they are.\n\n")
            .append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
    ConfigDef definition = DataPlaneSettings.definition();
    List<String> keys = definition.names().stream().sorted().toList();
    for (String key : keys) {
      ConfigDef.ConfigKey entry = definition.configKeys().get(key);
      page.append("| `")
          .append(key)
          .append("` | ")
          .append(entry.hasDefault() ? "`" + text(entry.defaultValue) + "`" : "required")
          .append(" | ")
          .append(entry.validator == null ? "" : entry.validator.toString().replace("|", "\\|"))
          .append(" | ")
          .append(entry.documentation)
          .append(" |\n");
    }
    return page.toString();
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(Object::toString).toList())
        : String.valueOf(value);
  }
}
