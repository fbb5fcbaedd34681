package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to a running system and ends. */
abstract class ClientCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common;

  @ArgGroup(
      validate = false,
      heading = "%nWhere the system is, when no stack runs on this machine:%n")
  private ConnectionOptions connection = new ConnectionOptions();

  @Spec private CommandSpec spec;

  ClientCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final Settings settings() {
    return ClientSettings.load(surroundings, common.configFile(), connection.flags());
  }

  final QueryClient query() {
    return new QueryClient(settings().string(ClientSettings.QUERY_URL));
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final Output output() {
    return common.output(spec.commandLine().getOut());
  }
}
