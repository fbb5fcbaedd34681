package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.local.stack.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The faults of one round, one after another at random moments, chosen by dice. */
final class Mischief {

  /** What is done to processes and disks; what is done to lines is {@link LinkFault}. */
  enum Kind {
    /** kill -9, started again after up to three seconds. */
    KILL,
    /** SIGTERM, as in an upgrade. */
    STOP,
    /** SIGSTOP for longer than a lease and a client's session last: it comes back as a zombie. */
    FREEZE,
    /** A disk without room for some seconds. */
    FULL_DISK,
    /** kill -9, started again with a clock that is wrong by up to 14 s, and stays so. */
    WRONG_CLOCK
  }

  private record Planned(Kind kind, String victim) {}

  private static final int FROZEN_MILLIS = 14_000;
  private static final int MOST_PAUSE_MILLIS = 4_000;
  private static final int MOST_DOWN_MILLIS = 3_000;

  private final ChaosCluster cluster;
  private final Stack stack;
  private final SplittableRandom dice;
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private final Map<String, Integer> killed = new TreeMap<>();

  Mischief(ChaosCluster cluster, SplittableRandom dice) {
    this.cluster = cluster;
    this.stack = cluster.stack();
    this.dice = dice;
  }

  /** Faults that were done. */
  Map<Kind, Integer> done() {
    return Map.copyOf(done);
  }

  /** Kills by what was killed: broker, streams-app, worker, agent. */
  Map<String, Integer> killed() {
    return Map.copyOf(killed);
  }

  /**
   * Returns when all faults were done and all processes run again.
   *
   * @param kills how many of them are kill -9; beside them one of each other kind
   */
  void run(int kills) throws IOException, InterruptedException {
    for (Planned fault : plan(kills)) {
      TimeUnit.MILLISECONDS.sleep(dice.nextInt(MOST_PAUSE_MILLIS));
      System.out.println("fault: " + fault.kind() + " " + fault.victim());
      if (carryOut(fault)) {
        done.merge(fault.kind(), 1, Integer::sum);
      }
    }
  }

  private List<Planned> plan(int kills) {
    List<Planned> faults = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      faults.add(new Planned(Kind.KILL, victim()));
    }
    faults.add(new Planned(Kind.STOP, victim()));
    faults.add(new Planned(Kind.FREEZE, victim()));
    faults.add(new Planned(Kind.FULL_DISK, ChaosCluster.SMALL));
    faults.add(new Planned(Kind.WRONG_CLOCK, victim()));
    for (int i = faults.size() - 1; i > 0; i--) {
      Collections.swap(faults, i, dice.nextInt(i + 1));
    }
    return faults;
  }

  /** A fifth each for the broker and the streams-app, the rest for workers and agents. */
  private String victim() {
    int thrown = dice.nextInt(10);
    if (thrown < 2) {
      return Stack.BROKER;
    }
    if (thrown < 4) {
      return "streams-app";
    }
    String prefix = thrown < 7 ? "worker-" : "agent-";
    List<String> names = stack.names().stream().filter(n -> n.startsWith(prefix)).sorted().toList();
    return names.get(dice.nextInt(names.size()));
  }

  /** False where this system can't do it. */
  private boolean carryOut(Planned fault) throws IOException, InterruptedException {
    String victim = fault.victim();
    switch (fault.kind()) {
      case KILL -> {
        kill(victim);
        TimeUnit.MILLISECONDS.sleep(dice.nextInt(MOST_DOWN_MILLIS));
        stack.restart(victim);
      }
      case STOP -> {
        stack.stop(victim);
        stack.restart(victim);
      }
      case FREEZE -> {
        signal("-STOP", victim);
        TimeUnit.MILLISECONDS.sleep(FROZEN_MILLIS);
        signal("-CONT", victim);
      }
      case FULL_DISK -> {
        if (cluster.smallDisk().isEmpty()) {
          return false;
        }
        cluster.smallDisk().get().fill();
        TimeUnit.MILLISECONDS.sleep(2_000 + dice.nextInt(6_000));
        cluster.smallDisk().get().makeRoom();
      }
      case WRONG_CLOCK -> {
        if (cluster.skewedClock().isEmpty()) {
          return false;
        }
        kill(victim);
        int seconds = SkewedClock.SLOW + dice.nextInt(SkewedClock.FAST - SkewedClock.SLOW + 1);
        stack.restart(victim, cluster.skewedClock().get().environment(seconds));
      }
    }
    return true;
  }

  /** Every process writes what its threads do to its log. */
  void haveAllTellWhatTheyDo() throws IOException, InterruptedException {
    for (String name : stack.pids().keySet()) {
      if (stack.isAlive(name)) {
        signal("-QUIT", name);
      }
    }
  }

  private void kill(String victim) {
    stack.kill(victim);
    killed.merge(victim.replaceFirst("^(worker|agent)-.*", "$1"), 1, Integer::sum);
  }

  private void signal(String signal, String victim) throws IOException, InterruptedException {
    Process sent =
        new ProcessBuilder("kill", signal, Long.toString(stack.pids().get(victim)))
            .inheritIO()
            .start();
    if (sent.waitFor() != 0) {
      throw new IOException("kill " + signal + " " + victim + " failed");
    }
  }
}
