package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * In which order the transports are tried for one request and source.
 *
 * <p>The default order is that of {@link TransportKind}. BitTorrent comes first for a large item
 * that goes to several targets: there it halves what the source sends, while for fewer receivers or
 * small items it only adds the time to form a swarm.
 *
 * @param kinds those to try, best first
 * @param skipped the others, with the reason of each
 */
public record TransportOrder(List<TransportKind> kinds, Map<TransportKind, String> skipped) {
  /** From three receivers on, a swarm spares the source's uplink (measured: half the bytes). */
  static final int SWARM_TARGETS = 3;

  /** Below this size a plain copy has ended before a swarm has formed. */
  static final long SWARM_BYTES = 64L << 20;

  public TransportOrder {
    kinds = List.copyOf(kinds);
    skipped = Map.copyOf(skipped);
  }

  /**
   * @param supports what each transport says of the request
   */
  static TransportOrder of(TransferRequest request, Function<TransportKind, Support> supports) {
    List<TransportKind> kinds = new ArrayList<>();
    Map<TransportKind, String> skipped = new EnumMap<>(TransportKind.class);
    for (TransportKind kind : preferred(request)) {
      Support support = supports.apply(kind);
      if (support.supported()) {
        kinds.add(kind);
      } else {
        skipped.put(kind, support.reason());
      }
    }
    return new TransportOrder(kinds, skipped);
  }

  private static List<TransportKind> preferred(TransferRequest request) {
    List<TransportKind> order = new ArrayList<>(List.of(TransportKind.values()));
    if (request.targetCount() >= SWARM_TARGETS && request.sizeBytes() >= SWARM_BYTES) {
      order.remove(TransportKind.BITTORRENT);
      order.add(0, TransportKind.BITTORRENT);
    }
    return order;
  }
}
