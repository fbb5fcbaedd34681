package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.wire.AgentCommands;
import io.ringrift.dataplane.agent.wire.AgentWire;
import io.ringrift.dataplane.agent.wire.EvictionOrders;
import io.ringrift.dataplane.agent.wire.ManifestOfNode;
import io.ringrift.dataplane.agent.wire.OpenOperations;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.ProcessStart;
import io.ringrift.dataplane.contract.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's agent as a process.
 *
 * <pre>
 * AgentApp [--config FILE] [--KEY VALUE]... [--verbose]
 * </pre>
 *
 * <p>Prints one line {@code READY node=ID endpoint=URL pid=PID} once it serves. SIGTERM ends it in
 * order; running fetches are resumed when they are ordered again. It serves while Kafka can't be
 * reached: reports wait in its index. Exit code 2 for settings that can't be used, 1 for a start
 * that failed, each told in a line.
 */
public final class AgentApp {
  private static final Logger LOG = LoggerFactory.getLogger(AgentApp.class);

  private AgentApp() {}

  public static void main(String[] words) {
    new ProcessStart<>(
            "agent",
            AgentSettings.definition(),
            AgentSettings::config,
            config -> "agent of " + config.nodeId(),
            AgentApp::serve)
        .main(words);
  }

  private static void serve(Settings settings, AgentConfig config, PrintStream out)
      throws IOException {
    Topics topics =
        new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    AgentWire wire = new AgentWire(settings.kafka(), topics, config.nodeId());
    DataRoot root = config.dataRoot();
    NodeAgent agent = new NodeAgent(config, wire.reports(root), Clock.systemUTC());
    agent.start();
    Comparison comparison =
        new Comparison(
            agent.formerItems(),
            () -> agent.watch().summary().at() != null,
            () -> ManifestOfNode.read(settings.kafka(), topics.manifest(), config.nodeId()));
    comparison.start();
    Leftovers leftovers =
        new Leftovers(
            agent.partials(),
            () -> OpenOperations.contents(settings.kafka(), topics.operations(), config.nodeId()),
            Clock.systemUTC());
    leftovers.start();
    EvictionOrders evictions =
        new EvictionOrders(
            settings.kafka(),
            topics.evictions(),
            config.nodeId(),
            agent.evictor()::remove,
            wire::answer,
            Clock.systemUTC());
    evictions.start();
    AgentCommands commands =
        new AgentCommands(
            settings.kafka(),
            topics.agentCommands(),
            config.nodeId(),
            agent.commands(),
            wire::answer,
            Clock.systemUTC());
    if (!config.reach().callable()) {
      commands.start();
    }
    wire.beat(
        () -> new AgentVitals(agent).of(ProfileSettings.profile(settings), comparison.problem()),
        ProfileSettings.heartbeatInterval(settings));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  comparison.close();
                  evictions.close();
                  commands.close();
                  leftovers.close();
                  stop(agent, wire, topics);
                },
                "shutdown"));
    out.println(
        "READY node=%s endpoint=%s pid=%d"
            .formatted(config.nodeId(), agent.endpoint(), ProcessHandle.current().pid()));
    out.flush();
    ProcessStart.stayUntilExit();
  }

  private static void stop(NodeAgent agent, AgentWire wire, Topics topics) {
    wire.close();
    try {
      agent.close();
    } catch (IOException e) {
      LOG.warn("Agent didn't close in order: {}", e.toString());
    }
    topics.close();
  }
}
