package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.contract.config.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent for the transport rsync. */
final class RsyncSettings {
  static final String PORT = "agent.rsync.port";
  static final String TOLD_PORT = "agent.rsync.told.port";

  private RsyncSettings() {}

  static ConfigDef define(ConfigDef others) {
    Range port = Range.between(0, 65_535);
    return others
        .define(
            PORT,
            Type.INT,
            0,
            port,
            Importance.MEDIUM,
            "Port at agent.bind to serve by rsync, from the first fetch on; 0: any free one.")
        .define(
            TOLD_PORT,
            Type.INT,
            0,
            port,
            Importance.LOW,
            "Port by which others reach that one, at the host of the agent's endpoint; 0: the same.");
  }

  static AgentConfig.Rsync rsync(Settings settings) {
    return new AgentConfig.Rsync(settings.integer(PORT), settings.integer(TOLD_PORT));
  }
}
