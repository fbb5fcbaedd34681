package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.contract.config.Settings;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of an agent that say where the programs lie that its transports need. */
final class ProgramSettings {
  static final String PREFIX = "agent.program.";

  private ProgramSettings() {}

  static ConfigDef define(ConfigDef others) {
    ConfigDef all = others;
    for (Requirement requirement : Requirement.values()) {
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
    for (Requirement requirement : Requirement.values()) {
      String told = settings.string(PREFIX + requirement.program());
      if (!told.isEmpty()) {
        programs.put(requirement, Program.of(told));
      }
    }
    return programs;
  }
}
