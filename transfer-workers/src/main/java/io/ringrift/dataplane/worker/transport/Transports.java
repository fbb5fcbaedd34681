package io.ringrift.dataplane.worker.transport;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The transports that this worker has, at most one of each kind. */
public final class Transports implements AutoCloseable {
  private final Map<TransportKind, Transport> byKind = new EnumMap<>(TransportKind.class);

  public Transports(List<Transport> transports) {
    for (Transport transport : transports) {
      if (byKind.put(transport.kind(), transport) != null) {
        throw new IllegalArgumentException(
            "transport " + transport.kind().wireName() + " is given twice; allowed: once");
      }
    }
  }

  public Optional<Transport> find(TransportKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /** What the transport of this kind says about the request, or that there is none. */
  public Support supports(TransportKind kind, TransferRequest request, NodeAddress source) {
    Transport transport = byKind.get(kind);
    return transport == null
        ? Support.no("this worker has no " + kind.wireName() + " transport")
        : transport.supports(request, source);
  }

  @Override
  public void close() {
    byKind.values().forEach(Transport::close);
  }
}
