package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.PlacementCodec;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.PlacementView;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One task's placements: a store, read whole into memory once (there are as many as configs times
 * nodes that train them), then written through.
 */
final class StoredPlacements implements PlacementView {

  private final KeyValueStore<String, byte[]> store;
  private final SortedMap<String, Placement> placements = new TreeMap<>();

  StoredPlacements(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> placements.put(entry.key, PlacementCodec.toModel(entry.value)));
    }
  }

  void put(Placement placement) {
    String key = placement.configKey() + ItemsIndex.SEPARATOR + placement.nodeId();
    store.put(key, PlacementCodec.toBytes(placement));
    placements.put(key, placement);
  }

  @Override
  public List<Placement> ofConfig(String configKey) {
    String from = configKey + ItemsIndex.SEPARATOR;
    String to = configKey + (char) (ItemsIndex.SEPARATOR + 1);
    return List.copyOf(placements.subMap(from, to).values());
  }

  @Override
  public List<Placement> atNode(String nodeId) {
    return placements.values().stream().filter(p -> p.nodeId().equals(nodeId)).toList();
  }
}
