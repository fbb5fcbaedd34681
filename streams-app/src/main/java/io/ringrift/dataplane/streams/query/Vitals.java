package io.ringrift.dataplane.streams.query;

import java.util.List;
import java.util.Optional;

/** How the process is, as its shell knows. */
public interface Vitals {

  /** State of the stages, e.g. {@code RUNNING}. */
  String state();

  /** Whether all tasks run. */
  boolean running();

  /** False once the stages have ended or failed: only a restart helps. */
  boolean alive();

  /** Why the schema registry can't be used at the moment; empty if it can. */
  Optional<String> registryFault();

  /** Figures of the stream threads. */
  List<Figure> figures();

  /**
   * One figure of one thread.
   *
   * @param thread name of the thread
   */
  record Figure(Metric metric, String thread, double value) {}
}
