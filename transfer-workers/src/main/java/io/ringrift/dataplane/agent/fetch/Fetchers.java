package io.ringrift.dataplane.agent.fetch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The transports that work at this node, by name. */
public final class Fetchers {
  private final Map<String, Fetcher> byTransport = new TreeMap<>();

  public Fetchers(List<Fetcher> fetchers) {
    for (Fetcher fetcher : fetchers) {
      if (byTransport.put(fetcher.transport(), fetcher) != null) {
        throw new IllegalArgumentException("two fetchers are called " + fetcher.transport());
      }
    }
  }

  public Set<String> transports() {
    return byTransport.keySet();
  }

  Optional<Fetcher> find(String transport) {
    return Optional.ofNullable(byTransport.get(transport));
  }
}
