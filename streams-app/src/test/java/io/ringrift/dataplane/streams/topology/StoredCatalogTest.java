package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.decision.CatalogCounts;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.Policies;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** The catalog across restarts with other settings: the same stores, another policy. */
class StoredCatalogTest {

  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://catalog"), 1);
  private final KeyValueStore<String, CatalogChange> rows =
      store("rows", Serdes.String(), topics.catalog().value());
  private final KeyValueStore<String, String> counts =
      store("counts", Serdes.String(), Serdes.String());
  private final KeyValueStore<byte[], byte[]> index =
      store("index", Serdes.ByteArray(), Serdes.ByteArray());

  @Test
  void takesStaleRowsBackWhenTheAllowedAgeWasRaised() {
    StoredCatalog before = started(DecisionPolicy.standard());
    before.reconsider(T0);
    before.put(made("a", Duration.ofHours(30)), T0);
    before.put(made("b", Duration.ofHours(1)), T0);
    assertThat(best(before)).containsExactly(Rows.npzId("b"));

    StoredCatalog after = started(Policies.maxAge("hex8_2p", Duration.ofDays(2)));
    assertThat(after.reconsider(T0))
        .extracting(CatalogRow::itemId)
        .containsExactly(Rows.npzId("a"));

    assertThat(best(after)).containsExactlyInAnyOrder(Rows.npzId("a"), Rows.npzId("b"));
    assertThat(counted(after)).isEqualTo("2 usable");
    after.expire(T0.plus(Duration.ofHours(18)), 10);
    assertThat(counted(after)).isEqualTo("1 stale, 1 usable");
  }

  @Test
  void givesRowsUpWhenTheAllowedAgeWasLowered() {
    StoredCatalog before = started(DecisionPolicy.standard());
    before.reconsider(T0);
    before.put(made("a", Duration.ofHours(3)), T0);

    StoredCatalog after = started(Policies.maxAge("hex8_2p", Duration.ofHours(2)));
    assertThat(best(after)).isEmpty();
    assertThat(after.reconsider(T0)).isEmpty();
    assertThat(counted(after)).isEqualTo("1 stale");
  }

  @Test
  void looksAtTheRowsOnlyOnceForOneSetting() {
    StoredCatalog catalog = started(DecisionPolicy.standard());
    catalog.reconsider(T0);
    catalog.put(made("a", Duration.ofHours(1)), T0);
    index.delete(index.all().next().key);

    assertThat(started(DecisionPolicy.standard()).reconsider(T0)).isEmpty();
  }

  @Test
  void tellsWhereAContentIsGone() {
    StoredCatalog catalog = started(DecisionPolicy.standard());
    Rows there = Rows.npz("a", 0.8).made(T0).at("owc", "gpu-1");
    catalog.put(CatalogCodec.toAvro(there.build(), T0), T0);

    Rows gone = Rows.npz("a", 0.8).made(T0).at("owc");
    assertThat(catalog.put(CatalogCodec.toAvro(gone.build(), T0), T0))
        .isEqualTo(new StoredCatalog.Taken(StoredCatalog.Effect.PLACES, Set.of("gpu-1")));

    Rows replaced = Rows.npz("a", 0.8).content(2).made(T0).at("gpu-1");
    assertThat(catalog.put(CatalogCodec.toAvro(replaced.build(), T0), T0).lostAt())
        .as("it has newer content to come, which is no loss")
        .isEmpty();
  }

  private StoredCatalog started(DecisionPolicy policy) {
    return new StoredCatalog(rows, counts, new DecisionIndex(index), policy);
  }

  private static CatalogChange made(String name, Duration ago) {
    return CatalogCodec.toAvro(Rows.npz(name, 0.8).made(T0.minus(ago)).at("owc").build(), T0);
  }

  private static List<String> best(StoredCatalog catalog) {
    return catalog.best("hex8_2p", ItemType.NPZ, Criteria.ANY, 9, T0).stream()
        .map(CatalogRow::itemId)
        .toList();
  }

  private static String counted(StoredCatalog catalog) {
    CatalogCounts counted = catalog.counts("hex8_2p", ItemType.NPZ);
    return counted.text();
  }

  private <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
    KeyValueStore<K, V> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
