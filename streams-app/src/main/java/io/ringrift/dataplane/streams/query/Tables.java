package io.ringrift.dataplane.streams.query;

import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of the stages, to be read. */
public interface Tables {

  /**
   * One store, by name.
   *
   * @throws ApiException if the store can't be read at the moment
   */
  <V> ReadOnlyKeyValueStore<String, V> table(String name);

  /**
   * One index, by name: its entries are bytes.
   *
   * @throws ApiException if it can't be read at the moment
   */
  ReadOnlyKeyValueStore<byte[], byte[]> index(String name);

  /** How much of the tables this instance holds: the rest is with the other instances. */
  Coverage coverage();

  /**
   * Which part of the whole is here.
   *
   * @param held partitions of the items stage that run here
   * @param all partitions that there are
   */
  record Coverage(int held, int all) {

    boolean complete() {
      return held >= all;
    }

    /** To be added to what wasn't found; empty if everything is here. */
    String hint() {
      return complete()
          ? ""
          : "; this instance holds "
              + held
              + " of "
              + all
              + " partitions, ask the other instances too";
    }
  }
}
