package io.ringrift.dataplane.local.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
  private static final Map<String, String> SETTINGS =
      Map.of("bootstrap.servers", "127.0.0.1:20001", "query.url", "http://127.0.0.1:20003");

  @TempDir private Path folder;

  @Test
  void remembersWhereTheRunningStackIs() {
    Addresses written = new Addresses(ProcessHandle.current().pid(), SETTINGS);

    written.writeTo(Addresses.file(folder));

    assertThat(Addresses.ofRunningStack(Addresses.file(folder))).contains(written);
  }

  @Test
  void forgetsAStackWhoseProcessIsGone() {
    new Addresses(Long.MAX_VALUE, SETTINGS).writeTo(Addresses.file(folder));

    assertThat(Addresses.ofRunningStack(Addresses.file(folder))).isEmpty();
  }

  @Test
  void knowsOfNoStackWithoutAFile() {
    assertThat(Addresses.ofRunningStack(Addresses.file(folder))).isEmpty();
  }

  @Test
  void servesCommandsWithoutFlagsAndYieldsToVariablesAndFlags() {
    new Addresses(ProcessHandle.current().pid(), SETTINGS)
        .writeTo(Addresses.file(folder.resolve(".dataplane")));

    assertThat(load(Map.of(), Map.of()).string("query.url")).isEqualTo("http://127.0.0.1:20003");
    assertThat(load(Map.of("DATAPLANE_QUERY_URL", "http://one:1"), Map.of()).string("query.url"))
        .isEqualTo("http://one:1");
    assertThat(
            load(Map.of("DATAPLANE_QUERY_URL", "http://one:1"), Map.of("query.url", "http://two:2"))
                .string("query.url"))
        .isEqualTo("http://two:2");
  }

  private io.ringrift.dataplane.contract.config.Settings load(
      Map<String, String> environment, Map<String, String> flags) {
    return ClientSettings.load(
        new Surroundings(folder, environment, java.time.Instant::now), null, flags);
  }
}
