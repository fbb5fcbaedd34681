package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.schedule.ShadowMode;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPlaneSettingsTest {

  private static final int MIB = 1024 * 1024;

  @Test
  void defaultsAreThoseOfTheDesign() {
    DataPlaneSettings settings = load(Map.of());

    assertThat(settings.policies()).isEqualTo(DataPlaneTopology.Policies.standard(3));
    assertThat(settings.exactlyOnce()).isTrue();
    assertThat(settings.partitions()).isEqualTo(3);
    assertThat(settings.tickInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.queryOptions().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void readsTheNodeFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("n.yaml"), "nodes:\n  - {id: gpu-1, rack: r1}\n");
    Path good = Files.writeString(folder.resolve("g.yaml"), "nodes:\n  - {id: gpu-1}\n");

    assertThat(load(Map.of("nodes.file", good.toString())).policies().declared().ids())
        .containsExactly("gpu-1");
    assertThatThrownBy(
            () -> load(Map.of("nodes.file", file.toString(), "nodes.tick.interval.ms", "5000")))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.faults())
                    .hasSize(2)
                    .contains("nodes.file, node gpu-1: rack is r1, allowed: one of racks: []"));
    assertThatThrownBy(() -> load(Map.of("nodes.file", "nowhere.yaml")))
        .hasMessageContaining("nodes.file is nowhere.yaml, allowed: a file that can be read");
  }

  @Test
  void tellsStreamsEverythingThatAdr0003Wants() {
    Properties streams = load(Map.of("streams.instance.id", "a")).streams(4 * MIB);

    assertThat(streams)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("commit.interval.ms", 30L)
        .containsEntry("group.protocol", "classic")
        .containsEntry("consumer.group.instance.id", "a")
        .containsEntry("consumer.session.timeout.ms", 10_000)
        .containsEntry("consumer.heartbeat.interval.ms", 3_000)
        .containsEntry("producer.transaction.timeout.ms", 5_000)
        .containsEntry("producer.max.block.ms", 240_000)
        .containsEntry("processing.exception.handler.global.enabled", true)
        .containsEntry("ensure.explicit.internal.resource.naming", true)
        .containsEntry("producer.max.request.size", 4 * MIB)
        .containsEntry("topic.max.message.bytes", 4 * MIB)
        .containsEntry("statestore.cache.max.bytes", 0L);
  }

  @Test
  void howLongACommitWaitsForTheBrokerIsTheOperatorsChoice() {
    assertThat(load(Map.of("kafka.max.block.ms", "1000")).streams(MIB))
        .containsEntry("max.block.ms", "1000")
        .doesNotContainKey("producer.max.block.ms");
    assertThat(load(Map.of("kafka.producer.max.block.ms", "1000")).streams(MIB))
        .containsEntry("producer.max.block.ms", "1000");
  }

  @Test
  void everyKeyIsOneThatStreamsKnows() {
    Properties streams = load(Map.of()).streams(MIB);
    StreamsConfig config = new StreamsConfig(streams);

    assertThat(config.getInt("num.stream.threads")).isEqualTo(2);
    assertThat(streams.keySet())
        .allSatisfy(
            key ->
                assertThat(
                        StreamsConfig.configDef().names().contains(key)
                            || key.toString().matches("(consumer|producer|topic|dataplane)\\..*"))
                    .as("%s", key)
                    .isTrue());
  }

  @Test
  void atLeastOnceHasNoTransactions() {
    assertThat(load(Map.of("streams.processing.guarantee", "at_least_once")).streams(MIB))
        .doesNotContainKey("producer.transaction.timeout.ms");
  }

  @Test
  void kafkaSettingsPassThrough() {
    assertThat(load(Map.of("kafka.security.protocol", "SSL")).streams(MIB))
        .containsEntry("security.protocol", "SSL");
  }

  @Test
  void namesAllFaultsAtOnce() {
    Map<String, String> flags = new HashMap<>();
    flags.put("streams.threads", "0");
    flags.put("streams.commit.interval.ms", "soon");
    flags.put("nodes.vanish.percent", "130");
    flags.put("streams.sate.dir", "/tmp/x");

    assertThatThrownBy(() -> DataPlaneSettings.load(null, Map.of(), flags))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("streams.threads")
        .hasMessageContaining("streams.commit.interval.ms")
        .hasMessageContaining("nodes.vanish.percent")
        .hasMessageContaining("streams.sate.dir is no setting")
        .hasMessageContaining("streams.state.dir must be given");
  }

  @Test
  void namesSettingsThatContradictEachOther() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "streams.session.heartbeat.ms", "5000",
                        "nodes.tick.interval.ms", "3000",
                        "kafka.group.instance.id", "b",
                        "kafka.group.protocol", "streams")))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "streams.session.heartbeat.ms is 5000, allowed: at most 3333, a third of"
                            + " streams.session.timeout.ms",
                        "nodes.tick.interval.ms is 3000, allowed: at most 2500, half of"
                            + " nodes.tick.freshness.ms",
                        "kafka.group.instance.id is not allowed, set streams.instance.id instead",
                        "kafka.group.protocol is streams, allowed: nothing; classic is what static"
                            + " membership needs (ADR 0003)"));
  }

  @Test
  void namesPoliciesThatContradictThemselves() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "items.replicas.min.npz", "3",
                        "rules.items.top", "20",
                        "schedule.retry.first.ms", "200000",
                        "rules.intent.age.max.ms", "864000000",
                        "rules.data.age.max.by.config", "hex8_2p=1000,hex8_3p=soon")))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "items.replicas.min.npz is 3, allowed: at most items.replicas.target.npz,"
                            + " 1",
                        "rules.items.top is 20, allowed: at most rules.choices.max, 10",
                        "rules.data.age.max.by.config has \"hex8_3p=soon\", allowed:"
                            + " config=milliseconds above 0",
                        "schedule.retry.first.ms is 200000, allowed: at most"
                            + " schedule.retry.most.ms, 120000",
                        "rules.intent.age.max.ms is 864000000, allowed: at most schedule.kept.ms,"
                            + " 259200000"));
  }

  @Test
  void policiesAreWhatTheSettingsSay() {
    DataPlaneTopology.Policies policies =
        load(Map.of(
                "items.backup.types", "MODEL",
                "items.replicas.target.npz", "4",
                "schedule.shadow.nodes", "gpu-1,gpu-2",
                "schedule.window", "30",
                "rules.data.age.max.by.config", "hex8_2p=1000"))
            .policies();

    assertThat(policies.items().backedUp()).containsExactly(ItemType.MODEL);
    assertThat(policies.items().targetReplicas()).containsEntry(ItemType.NPZ, 4);
    assertThat(policies.schedule().shadow())
        .isEqualTo(new ShadowMode(false, Set.of("gpu-1", "gpu-2")));
    assertThat(policies.schedule().window()).as("a third of it, for each task").isEqualTo(10);
    assertThat(policies.decisions().maxDataAgeByConfig())
        .containsExactly(Map.entry("hex8_2p", Duration.ofSeconds(1)));
  }

  @Test
  void theRegistryClientLeavesWaitingToTheStages() {
    assertThat(load(Map.of()).serdes()).containsEntry("max.retries", "0");
    assertThat(load(Map.of("max.retries", "5")).serdes()).containsEntry("max.retries", "5");
  }

  private static DataPlaneSettings load(Map<String, String> flags) {
    Map<String, String> all = new HashMap<>(flags);
    all.putIfAbsent("streams.state.dir", "/var/lib/dataplane");
    return DataPlaneSettings.load(null, Map.of(), all);
  }
}
