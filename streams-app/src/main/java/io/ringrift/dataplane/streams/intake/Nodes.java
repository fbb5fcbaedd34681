package io.ringrift.dataplane.streams.intake;

import java.util.List;

/** What the normaliser asks the node table. */
public interface Nodes {

  /** Knows no node: every address is unknown. */
  Nodes NONE =
      new Nodes() {
        @Override
        public boolean known(String nodeId) {
          return false;
        }

        @Override
        public List<String> at(Address address) {
          return List.of();
        }

        @Override
        public String dataRoot(String nodeId) {
          return null;
        }
      };

  boolean known(String nodeId);

  /** Ids of the nodes whose agent has this address, sorted. */
  List<String> at(Address address);

  /** Absolute path of the node's data folder; null when not known. */
  String dataRoot(String nodeId);
}
