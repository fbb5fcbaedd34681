package io.ringrift.dataplane.local.bench.fetch;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A way to bring one item from one node to many. A new way is a constant here. */
enum FanoutWay {
  /** Each target from the first source, when the one before has it. */
  ONE_AFTER_ANOTHER("p2p_one_after_another") {
    @Override
    void carry(int round, BenchOrders orders, AgentProcess source, List<AgentProcess> targets)
        throws IOException, InterruptedException {
      for (AgentProcess target : targets) {
        String token = orders.grant(round, source, target.node());
        target.order(
            orders.order(round, source, target.node(), TransportKind.P2P_HTTP, List.of()), token);
        target.await(BenchOrders.operation(round, target.node()), token);
      }
    }
  },

  /** All from the first source at once, none knowing of another. */
  AT_ONCE_APART("p2p_at_once_apart") {
    @Override
    void carry(int round, BenchOrders orders, AgentProcess source, List<AgentProcess> targets)
        throws IOException, InterruptedException {
      atOnce(round, orders, source, targets, TransportKind.P2P_HTTP, 0);
    }
  },

  /** All at once; each also from four others, of what these have by then. */
  AT_ONCE_TOGETHER("p2p_at_once_together") {
    @Override
    void carry(int round, BenchOrders orders, AgentProcess source, List<AgentProcess> targets)
        throws IOException, InterruptedException {
      atOnce(round, orders, source, targets, TransportKind.P2P_HTTP, MOST_OTHERS);
    }
  },

  /** All at once, members of a swarm that the first source begins. */
  AT_ONCE_SWARM("bittorrent_at_once") {
    @Override
    boolean possible() {
      return Program.of(Requirement.ARIA2C.program()).missing().isEmpty();
    }

    @Override
    void carry(int round, BenchOrders orders, AgentProcess source, List<AgentProcess> targets)
        throws IOException, InterruptedException {
      atOnce(round, orders, source, targets, TransportKind.BITTORRENT, 0);
    }
  };

  /** As many as an order may name. */
  private static final int MOST_OTHERS = 4;

  private final String figure;

  FanoutWay(String figure) {
    this.figure = figure;
  }

  /** Its name in figures. */
  String figure() {
    return figure;
  }

  /** Whether this machine has what it takes. */
  boolean possible() {
    return true;
  }

  /** Returns when all targets have the item. */
  abstract void carry(
      int round, BenchOrders orders, AgentProcess source, List<AgentProcess> targets)
      throws IOException, InterruptedException;

  private static void atOnce(
      int round,
      BenchOrders orders,
      AgentProcess source,
      List<AgentProcess> targets,
      TransportKind transport,
      int others)
      throws IOException, InterruptedException {
    int count = targets.size();
    for (int i = 0; i < count; i++) {
      AgentProcess target = targets.get(i);
      List<AgentProcess> following = new ArrayList<>();
      for (int next = 1; next <= Math.min(others, count - 1); next++) {
        following.add(targets.get((i + next) % count));
      }
      target.order(
          orders.order(round, source, target.node(), transport, following),
          orders.grant(round, source, target.node()));
    }
    for (AgentProcess target : targets) {
      target.await(
          BenchOrders.operation(round, target.node()), orders.grant(round, source, target.node()));
    }
  }
}
