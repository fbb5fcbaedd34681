package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.streams.node.NodePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class DataPlaneSettingsTest {

  private static final int MIB = 1024 * 1024;

  @Test
  void defaultsAreThoseOfTheDesign() {
    DataPlaneSettings settings = load(Map.of());

    assertThat(settings.nodePolicy()).isEqualTo(NodePolicy.defaults());
    assertThat(settings.exactlyOnce()).isTrue();
    assertThat(settings.partitions()).isEqualTo(3);
    assertThat(settings.tickInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.queryOptions().host()).isEqualTo("127.0.0.1");
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
        .containsEntry("processing.exception.handler.global.enabled", true)
        .containsEntry("ensure.explicit.internal.resource.naming", true)
        .containsEntry("producer.max.request.size", 4 * MIB)
        .containsEntry("topic.max.message.bytes", 4 * MIB)
        .containsEntry("statestore.cache.max.bytes", 0L);
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
        .hasMessageContaining("\"streams.state.dir\"");
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
