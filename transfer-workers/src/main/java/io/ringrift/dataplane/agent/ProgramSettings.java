package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.contract.config.Settings;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent that say where the programs lie that its transports need. */
final class ProgramSettings {
  static final String PREFIX = "agent.program.";

  /** Without ssh, which has its setting among those of rsync by ssh. */
  private static final Set<Requirement> OF_TRANSPORTS =
      EnumSet.of(Requirement.ARIA2C, Requirement.RSYNC);

  private ProgramSettings() {}

  static ConfigDef define(ConfigDef others) {
    ConfigDef all = others;
    for (Requirement requirement : OF_TRANSPORTS) {
      all =
          all.define(
              PREFIX + requirement.program(),
              Type.STRING,
              requirement.program(),
              Importance.LOW,
              "Program of the transport %s: a name on the PATH or a path; empty: this node does without that transport."
                  .formatted(requirement.transport()));
    }
    return all;
  }

  /** Those that the settings don't do without. */
  static Map<Requirement, Program> programs(Settings settings) {
    Map<Requirement, Program> programs = new EnumMap<>(Requirement.class);
    for (Requirement requirement : OF_TRANSPORTS) {
      String told = settings.string(PREFIX + requirement.program());
      if (!told.isEmpty()) {
        programs.put(requirement, requirement.at(told));
      }
    }
    return programs;
  }
}
