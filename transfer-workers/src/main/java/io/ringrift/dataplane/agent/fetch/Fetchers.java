package io.ringrift.dataplane.agent.fetch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** Those that can be used now. */
  Set<String> transports() {
    return byTransport.values().stream()
        .filter(fetcher -> fetcher.unavailable().isEmpty())
        .map(Fetcher::transport)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Why the transport of this name can't be used; nothing if it can. */
  Optional<String> unavailable(String transport) {
    Fetcher fetcher = byTransport.get(transport);
    return fetcher == null
        ? Optional.of("this node has " + byTransport.keySet())
        : fetcher.unavailable();
  }

  Optional<Fetcher> find(String transport) {
    return Optional.ofNullable(byTransport.get(transport));
  }
}
