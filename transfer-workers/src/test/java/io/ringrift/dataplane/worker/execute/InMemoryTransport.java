package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Moves content between nodes that are sets in memory; troubles can be put in its way. */
final class InMemoryTransport implements Transport {
  private final TransportKind kind;
  private final Map<String, Set<String>> contents = new HashMap<>();
  private final Map<String, Deque<TransferOutcome>> troubles = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private CountDownLatch gate = new CountDownLatch(0);
  private String unsupported = "";
  private boolean roundabout;
  private boolean broken;

  InMemoryTransport(TransportKind kind) {
    this.kind = kind;
  }

  InMemoryTransport holding(String node, String sha256) {
    contents.computeIfAbsent(node, key -> new HashSet<>()).add(sha256);
    return this;
  }

  /** The next attempts from this node end so. */
  InMemoryTransport trouble(String node, TransferOutcome... outcomes) {
    troubles.computeIfAbsent(node, key -> new ArrayDeque<>()).addAll(Arrays.asList(outcomes));
    return this;
  }

  InMemoryTransport unsupported(String reason) {
    unsupported = reason;
    return this;
  }

  /** It makes a second copy elsewhere. */
  InMemoryTransport roundabout() {
    roundabout = true;
    return this;
  }

  /** Every transfer meets a bug. */
  InMemoryTransport broken() {
    broken = true;
    return this;
  }

  /** Transfers stop half way until the latch is down. */
  InMemoryTransport halfWayUntil(CountDownLatch latch) {
    gate = latch;
    return this;
  }

  boolean has(String node, String sha256) {
    return contents.getOrDefault(node, Set.of()).contains(sha256);
  }

  /** The sources asked, in order. */
  List<String> calls() {
    return calls;
  }

  @Override
  public TransportKind kind() {
    return kind;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    if (roundabout) {
      return Support.roundabout("by way of a bucket");
    }
    return unsupported.isEmpty() ? Support.yes() : Support.no(unsupported);
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    calls.add(source.nodeId());
    if (broken) {
      throw new IllegalStateException("a bug");
    }
    Deque<TransferOutcome> ahead = troubles.getOrDefault(source.nodeId(), new ArrayDeque<>());
    if (!ahead.isEmpty()) {
      return ahead.poll();
    }
    if (!has(source.nodeId(), request.sha256())) {
      return TransferOutcome.Failed.of(
          FailureCode.SOURCE_MISSING, source.nodeId() + " doesn't have it");
    }
    progress.bytesDone(request.sizeBytes() / 2);
    gate.await();
    holding(request.target().nodeId(), request.sha256());
    return new TransferOutcome.Arrived(request.sizeBytes(), 3, 17, "/data/" + request.itemId());
  }

  @Override
  public void close() {
    contents.clear();
  }
}
