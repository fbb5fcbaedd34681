package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The nodes to which this worker is bringing the same content, or has brought it lately: each can
 * give the others what it has, and spare the source. Thread-safe.
 */
final class Receivers {
  /** As long as copies ordered together may take to arrive one after the other. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;

  /** By content, then by node. */
  private final Map<String, TreeMap<String, Receiver>> byContent = new HashMap<>();

  /**
   * @param arrivedAt null: under way
   */
  private record Receiver(NodeAddress node, Long arrivedAt) {}

  Receivers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It begins to get the content. */
  synchronized void join(TransferRequest request) {
    forgetOld();
    put(request, null);
  }

  /** It has the content, or it has failed. */
  synchronized void leave(TransferRequest request, boolean arrived) {
    if (arrived) {
      put(request, nanoTime.getAsLong());
      return;
    }
    TreeMap<String, Receiver> nodes = byContent.get(request.sha256());
    if (nodes != null) {
      nodes.remove(request.target().nodeId());
    }
  }

  /**
   * Who else gets this content, at most so many: those whose names follow, in a circle, so that
   * nobody is asked by everybody.
   */
  synchronized List<NodeAddress> besides(TransferRequest request, int most) {
    TreeMap<String, Receiver> nodes = byContent.getOrDefault(request.sha256(), new TreeMap<>());
    String self = request.target().nodeId();
    List<Receiver> circle = new ArrayList<>(nodes.tailMap(self, false).values());
    circle.addAll(nodes.headMap(self, false).values());
    return circle.stream().map(Receiver::node).limit(most).toList();
  }

  private void put(TransferRequest request, Long arrivedAt) {
    byContent
        .computeIfAbsent(request.sha256(), content -> new TreeMap<>())
        .put(request.target().nodeId(), new Receiver(request.target(), arrivedAt));
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    byContent
        .values()
        .forEach(
            nodes ->
                nodes
                    .values()
                    .removeIf(
                        receiver ->
                            receiver.arrivedAt() != null
                                && now - receiver.arrivedAt() > FRESH.toNanos()));
    byContent.values().removeIf(Map::isEmpty);
  }
}
