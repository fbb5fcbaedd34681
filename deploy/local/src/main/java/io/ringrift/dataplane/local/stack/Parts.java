package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.embedded.BrokerMain;
import io.ringrift.dataplane.embedded.process.ParentLink;
import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.streams.DataPlaneApp;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The programs of a plan with their settings: the one place that knows how each is told. */
final class Parts {
  private static final int BROKER_HEAP_MEGABYTES = 256;
  private static final int STREAMS_HEAP_MEGABYTES = 256;
  private static final int WORKER_HEAP_MEGABYTES = 64;
  private static final int AGENT_HEAP_MEGABYTES = 64;

  /** All nodes share one disk here, which is a person's and often fuller than a cluster's. */
  private static final int DISK_LIMIT_PERCENT = 97;

  private static final String AGENT_KEYS = "agent.grant.public.keys";
  private static final String WORKER_KEY = "worker.grant.private.key";

  private final StackPlan plan;
  private final int brokerPort;
  private final int registryPort;
  private final int queryPort;
  private final Map<String, Integer> agentPorts = new TreeMap<>();

  Parts(StackPlan plan, PortBook ports) {
    this.plan = plan;
    this.brokerPort = ports.port("broker");
    this.registryPort = ports.port("registry");
    this.queryPort = ports.port("streams-app");
    plan.nodes().forEach(node -> agentPorts.put(node.id(), ports.port("agent-" + node.id())));
  }

  String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  String registryUrl() {
    return url(registryPort);
  }

  Addresses addresses() {
    return new Addresses(
        ProcessHandle.current().pid(),
        Map.of(
            CommonSettings.BOOTSTRAP_SERVERS,
            bootstrapServers(),
            CommonSettings.SCHEMA_REGISTRY_URL,
            registryUrl(),
            ClientSettings.QUERY_URL,
            url(queryPort),
            WORKER_KEY,
            privateKey(),
            AGENT_KEYS,
            publicKey()));
  }

  Part broker() {
    return new Part(
        Stack.BROKER,
        BROKER_HEAP_MEGABYTES,
        BrokerMain.class,
        List.of(
            "--data",
            plan.folder().resolve("broker").toString(),
            "--port",
            Integer.toString(brokerPort),
            "--registry-port",
            Integer.toString(registryPort),
            ParentLink.FLAG),
        Map.of());
  }

  /** Everything that talks to the broker. */
  List<Part> afterBroker() {
    List<Part> parts = new ArrayList<>();
    parts.add(streams());
    for (int number = 1; number <= plan.workers(); number++) {
      parts.add(worker("worker-" + number));
    }
    plan.nodes().forEach(node -> parts.add(agent(node)));
    return parts;
  }

  private Part streams() {
    return new Part(
        "streams-app",
        STREAMS_HEAP_MEGABYTES,
        DataPlaneApp.class,
        words(ParentLink.FLAG),
        settings(
            Map.of(
                "streams.state.dir", plan.folder().resolve("streams").toString(),
                "streams.query.port", Integer.toString(queryPort))));
  }

  Part worker(String name) {
    return new Part(
        name,
        WORKER_HEAP_MEGABYTES,
        LinkedChild.class,
        words(LinkedChild.WORKER),
        settings(Map.of("worker.id", name, WORKER_KEY, privateKey())));
  }

  private Part agent(NodePlan node) {
    return node.kind().equals(NodePlan.BUCKET) ? scanner(node) : host(node);
  }

  /** The agent of a bucket; which one and where is said by the settings of its node. */
  private Part scanner(NodePlan node) {
    Map<String, String> own = new TreeMap<>();
    own.put("s3.node.id", node.id());
    own.put("s3.folder", plan.dataOf(node.id()).toString());
    own.put("s3.agent.port", Integer.toString(agentPorts.get(node.id())));
    own.put("s3.provider", node.provider());
    own.put("s3.roles", String.join(",", node.roles()));
    own.put("s3.grant.public.keys", publicKey());
    own.putAll(node.settings());
    return child(node, LinkedChild.SCANNER, own);
  }

  private Part host(NodePlan node) {
    Map<String, String> own = new TreeMap<>();
    own.put("agent.node.id", node.id());
    own.put("agent.root", plan.dataOf(node.id()).toString());
    own.put("agent.port", Integer.toString(agentPorts.get(node.id())));
    own.put("agent.kind", node.kind());
    own.put("agent.provider", node.provider());
    if (node.rack() != null) {
      own.put("agent.rack", node.rack());
    }
    own.put("agent.roles", String.join(",", node.roles()));
    own.put("agent.disk.limit.percent", Integer.toString(DISK_LIMIT_PERCENT));
    own.put(AGENT_KEYS, publicKey());
    own.putAll(node.settings());
    return child(node, LinkedChild.AGENT, own);
  }

  private Part child(NodePlan node, String program, Map<String, String> own) {
    return new Part(
        "agent-" + node.id(),
        AGENT_HEAP_MEGABYTES,
        LinkedChild.class,
        words(program),
        settings(own));
  }

  private List<String> words(String first) {
    return plan.configFile()
        .map(file -> List.of(first, "--config", file.toString()))
        .orElse(List.of(first));
  }

  private String privateKey() {
    return plan.keys().resolve(GrantKeys.PRIVATE_FILE).toString();
  }

  private String publicKey() {
    return plan.keys().resolve(GrantKeys.PUBLIC_FILE).toString();
  }

  private Map<String, String> settings(Map<String, String> own) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(CommonSettings.BOOTSTRAP_SERVERS, bootstrapServers());
    settings.put(CommonSettings.SCHEMA_REGISTRY_URL, registryUrl());
    settings.putAll(own);
    settings.putAll(plan.settings());
    return settings;
  }

  /** A key pair for the grants, once in the life of the folder. */
  void makeKeys() {
    try {
      if (!Files.exists(plan.keys().resolve(GrantKeys.PUBLIC_FILE))) {
        GrantKeys.generate(plan.keys());
      }
    } catch (IOException e) {
      throw new StartupException("can't make grant keys in " + plan.keys() + ": " + e, e);
    }
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
