package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.util.Arrays;
import java.util.List;

/** Requests to test with. */
public final class Requests {
  public static final String SHA256 = "ab".repeat(32);
  public static final NodeAddress TARGET = NodeAddress.of("gpu-1", "http://127.0.0.1:1");

  private Requests() {}

  /** One NPZ of 1000 bytes to gpu-1 from the nodes named, best first. */
  public static TransferRequest from(String... sources) {
    return of(1000, 1, sources);
  }

  /** The same to another node. */
  public static TransferRequest to(NodeAddress target, String... sources) {
    return of(target, 1000, 1, sources);
  }

  public static TransferRequest of(long sizeBytes, int targetCount, String... sources) {
    return of(TARGET, sizeBytes, targetCount, sources);
  }

  /** A database of games to gpu-1, which may replace content of this hash there; empty: none. */
  public static TransferRequest game(long sizeBytes, int targetCount, String replaces) {
    return new TransferRequest(
        "op-1",
        7,
        "games/hex8_2p/a.db",
        "GAME",
        "hex8_2p",
        SHA256,
        sizeBytes,
        Priority.HIGH,
        List.of(NodeAddress.of("a", "http://a")),
        TARGET,
        targetCount,
        replaces);
  }

  public static TransferRequest of(
      NodeAddress target, long sizeBytes, int targetCount, String... sources) {
    List<NodeAddress> addresses =
        Arrays.stream(sources).map(node -> NodeAddress.of(node, "http://" + node)).toList();
    return new TransferRequest(
        "op-1",
        7,
        "npz/hex8_2p/a.npz",
        "NPZ",
        "hex8_2p",
        SHA256,
        sizeBytes,
        Priority.HIGH,
        addresses,
        target,
        targetCount,
        "");
  }
}
