package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.NeedCodec;
import io.ringrift.dataplane.streams.decision.NeedView;
import io.ringrift.dataplane.streams.model.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The needs of one task: the open ones and those that ended not long ago. */
final class StoredNeeds implements NeedView {

  private final KeyValueStore<String, io.ringrift.dataplane.avro.Need> store;
  private final DecisionIndex index;

  StoredNeeds(KeyValueStore<String, io.ringrift.dataplane.avro.Need> store, DecisionIndex index) {
    this.store = store;
    this.index = index;
  }

  /** Stores the change of a need; null: it wasn't there, or is no longer. */
  void save(Need before, Need after) {
    if (after == null) {
      store.delete(key(before.configKey(), before.needId()));
    } else {
      store.put(key(after.configKey(), after.needId()), NeedCodec.toAvro(after));
    }
    index.moved(before, after);
  }

  @Override
  public Optional<Need> need(String configKey, String needId) {
    return Optional.ofNullable(store.get(key(configKey, needId))).map(NeedCodec::toModel);
  }

  @Override
  public List<Need> ofRequest(String configKey, String requestId) {
    List<Need> needs = new ArrayList<>();
    String prefix = key(configKey, requestId);
    try (KeyValueIterator<String, io.ringrift.dataplane.avro.Need> range =
        store.prefixScan(prefix, new StringSerializer())) {
      while (range.hasNext()) {
        io.ringrift.dataplane.avro.Need need = range.next().value;
        // Another request's id may begin with this one.
        if (need.getRequestId().equals(requestId)) {
          needs.add(NeedCodec.toModel(need));
        }
      }
    }
    return needs;
  }

  private static String key(String configKey, String needId) {
    return configKey + ItemsIndex.SEPARATOR + needId;
  }
}
