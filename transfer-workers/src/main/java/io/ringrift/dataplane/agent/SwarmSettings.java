package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.contract.config.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How an agent takes part in swarms of BitTorrent. */
final class SwarmSettings {
  static final String PORT = "agent.bittorrent.port";
  static final String EXTERNAL_PORT = "agent.bittorrent.external.port";
  static final String SEED = "agent.bittorrent.seed.ms";

  private SwarmSettings() {}

  static ConfigDef define(ConfigDef others) {
    return others
        .define(
            PORT,
            Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.LOW,
            "Port where other members of swarms connect to, at the address of "
                + ReachSettings.BIND
                + "; 0: any free one.")
        .define(
            EXTERNAL_PORT,
            Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.LOW,
            "Where they connect to if it is forwarded from another port; 0: it is not.")
        .define(
            SEED,
            Type.LONG,
            AgentConfig.Swarm.STANDARD.keptUnused().toMillis(),
            Range.between(10_000, 86_400_000),
            Importance.LOW,
            "How long a file is given to a swarm after the last member wanted some of it.");
  }

  static AgentConfig.Swarm swarm(Settings settings) {
    return new AgentConfig.Swarm(
        settings.integer(PORT), settings.integer(EXTERNAL_PORT), settings.millis(SEED));
  }
}
