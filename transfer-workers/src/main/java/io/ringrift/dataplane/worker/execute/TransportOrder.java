package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * In which order the transports are tried for one request and source, by a fixed table: the first
 * rows that hold put their transport in front, the others follow in the order of {@link
 * TransportKind}. docs/reference/worker.md has the table.
 *
 * @param kinds those to try, best first
 * @param skipped the others, with the reason of each
 * @param choices why each of {@code kinds} stands where it does, and what was left out before it
 */
public record TransportOrder(
    List<TransportKind> kinds,
    Map<TransportKind, String> skipped,
    Map<TransportKind, String> choices) {
  /** From three receivers on, a swarm spares the source's uplink (measured: half the bytes). */
  static final int SWARM_TARGETS = 3;

  /** Below this size a plain copy has ended before a swarm has formed. */
  static final long SWARM_BYTES = 64L << 20;

  /** At 1 Gbit/s a plain copy of this takes half a second: little to save (docs/adr/0034). */
  static final long DELTA_BYTES = 64L << 20;

  /** Other types are compressed or drawn anew: hardly a block of them stays. */
  private static final String DELTA_TYPE = "GAME";

  private static final String DEFAULT = "default order";

  public TransportOrder {
    kinds = List.copyOf(kinds);
    skipped = Map.copyOf(skipped);
    choices = Map.copyOf(choices);
  }

  /**
   * @param supports what each transport says of the request
   */
  static TransportOrder of(TransferRequest request, Function<TransportKind, Support> supports) {
    List<TransportKind> kinds = new ArrayList<>();
    Map<TransportKind, String> skipped = new EnumMap<>(TransportKind.class);
    Map<TransportKind, String> choices = new EnumMap<>(TransportKind.class);
    preferred(request)
        .forEach(
            (kind, why) -> {
              Support support = supports.apply(kind);
              if (support.supported()) {
                kinds.add(kind);
                choices.put(kind, choice(why, support.reason(), skipped));
              } else {
                skipped.put(kind, support.reason());
              }
            });
    return new TransportOrder(kinds, skipped, choices);
  }

  private static String choice(String why, String how, Map<TransportKind, String> skippedBefore) {
    StringBuilder text = new StringBuilder(why);
    if (!how.isEmpty()) {
      text.append("; ").append(how);
    }
    skippedBefore.forEach(
        (kind, reason) -> text.append("; no ").append(kind.wireName()).append(": ").append(reason));
    return text.toString();
  }

  /** Best first, each with the reason of its place. */
  private static Map<TransportKind, String> preferred(TransferRequest request) {
    Map<TransportKind, String> order = new LinkedHashMap<>();
    long size = request.sizeBytes();
    boolean older = request.replaces() != null && !request.replaces().isEmpty();
    if (older && request.itemType().equals(DELTA_TYPE) && size >= DELTA_BYTES) {
      order.put(TransportKind.RSYNC, "the target holds an older version of a large database");
    }
    if (request.targetCount() >= SWARM_TARGETS && size >= SWARM_BYTES) {
      order.put(TransportKind.BITTORRENT, "a large item for " + request.targetCount() + " targets");
    }
    for (TransportKind kind : TransportKind.values()) {
      order.putIfAbsent(kind, DEFAULT);
    }
    return order;
  }
}
