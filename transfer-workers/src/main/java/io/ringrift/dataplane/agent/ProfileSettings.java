package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.wire.NodeProfile;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.contract.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent that say what its node is, and how often it tells so. */
final class ProfileSettings {
  static final String KIND = "agent.kind";
  static final String PROVIDER = "agent.provider";
  static final String REGION = "agent.region";
  static final String RACK = "agent.rack";
  static final String ROLES = "agent.roles";
  static final String HEARTBEAT = "agent.heartbeat.interval.ms";

  private ProfileSettings() {}

  static ConfigDef define(ConfigDef others) {
    return others
        .define(
            KIND,
            Type.STRING,
            "HOST",
            ConfigDef.ValidString.in("HOST", "DRIVE", "BUCKET"),
            Importance.MEDIUM,
            "What the node is.")
        .define(PROVIDER, Type.STRING, "", Importance.MEDIUM, "Who runs the node.")
        .define(REGION, Type.STRING, "", Importance.LOW, "Region of the provider.")
        .define(RACK, Type.STRING, "", Importance.MEDIUM, "Rack or other fault and network domain.")
        .define(
            ROLES,
            Type.LIST,
            List.of(),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.MEDIUM,
            "What the node does: training, selfplay, serving, storage, backup, ephemeral, ...")
        .define(
            HEARTBEAT,
            Type.LONG,
            10_000L,
            Range.between(100, 60_000),
            Importance.LOW,
            "Between heartbeats; a node is offline after three missing ones of 10 s.");
  }

  static NodeProfile profile(Settings settings) {
    return new NodeProfile(
        NodeKind.valueOf(settings.string(KIND)),
        orNull(settings.string(PROVIDER)),
        orNull(settings.string(REGION)),
        orNull(settings.string(RACK)),
        new TreeSet<>(settings.list(ROLES)));
  }

  static Duration heartbeatInterval(Settings settings) {
    return settings.millis(HEARTBEAT);
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
