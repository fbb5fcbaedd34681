package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.tls.TlsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Where an agent listens, and how others reach it. */
final class ReachSettings {
  static final String BIND = "agent.bind";
  static final String PORT = "agent.port";
  static final String ENDPOINT = "agent.endpoint";

  /** For {@link #ENDPOINT}: nobody can call this node. */
  static final String NOBODY = "none";

  private static final TlsSettings TLS = new TlsSettings("agent.");

  private ReachSettings() {}

  static ConfigDef define(ConfigDef others) {
    return TLS.defineServer(others)
        .define(
            BIND,
            Type.STRING,
            "127.0.0.1",
            new ConfigDef.NonEmptyString(),
            Importance.HIGH,
            "Address to listen at; others reach the agent there unless " + ENDPOINT + " is set.")
        .define(
            PORT,
            Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.HIGH,
            "Port to listen at; 0: any free one, told at the start.")
        .define(
            ENDPOINT,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Base URL that others reach the agent at; empty: the bound address; none: nobody can"
                + " call it, and it reads its orders from dataplane.agent-commands.");
  }

  /** Adds what can't be used to {@code faults}. */
  static AgentConfig.Reach reach(Settings settings, List<String> faults) {
    boolean callable = !settings.string(ENDPOINT).equals(NOBODY);
    Tls tls = TLS.server(settings, faults);
    URI endpoint = callable ? endpoint(settings, tls, faults) : null;
    InetSocketAddress bind = new InetSocketAddress(settings.string(BIND), settings.integer(PORT));
    if (bind.isUnresolved()) {
      faults.add(BIND + " is " + settings.string(BIND) + ", allowed: an address of this host");
    } else if (callable && endpoint == null && bind.getAddress().isAnyLocalAddress()) {
      faults.add(
          "%s is %s, which others can't call; allowed with %s set"
              .formatted(BIND, settings.string(BIND), ENDPOINT));
    }
    return new AgentConfig.Reach(bind, endpoint, callable, tls);
  }

  private static URI endpoint(Settings settings, Tls tls, List<String> faults) {
    String scheme = tls.serves() ? "https" : "http";
    String text = settings.string(ENDPOINT);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && scheme.equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      faults.add(ENDPOINT + " is '" + text + "': " + e.getMessage());
      return null;
    }
    faults.add(ENDPOINT + " is '" + text + "', allowed: " + scheme + "://host:port or none");
    return null;
  }
}
