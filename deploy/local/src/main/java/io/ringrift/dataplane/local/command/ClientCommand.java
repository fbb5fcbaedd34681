package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.config.CommonSettings;
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

  /** Read by the thread that tells it. */
  private volatile String doing = "starting";

  ClientCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final Settings settings() {
    Settings settings = ClientSettings.load(surroundings, common.configFile(), connection.flags());
    // What comes next, unless a command says otherwise: only the brokers need all the settings.
    doing(
        "waiting for the brokers at "
            + String.join(",", settings.list(CommonSettings.BOOTSTRAP_SERVERS)));
    return settings;
  }

  final QueryClient query() {
    String url = settings().string(ClientSettings.QUERY_URL);
    doing("waiting for the streams-app at " + url);
    return new QueryClient(url);
  }

  /**
   * Notes what the command does now, for a person who waits.
   *
   * @param now such as "waiting for the brokers"
   */
  final void doing(String now) {
    doing = now;
  }

  /** What the command does now. */
  final String doing() {
    return doing;
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final Output output() {
    return common.output(spec.commandLine().getOut());
  }
}
