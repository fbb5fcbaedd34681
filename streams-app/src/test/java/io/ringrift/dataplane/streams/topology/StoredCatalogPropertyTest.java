package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The indexed catalog says what looking at every row and sorting says. Replay: the failing seed.
 */
class StoredCatalogPropertyTest {

  private static final String[] CONFIGS = {"hex8_2p", "hex8_2px", "hex8"};

  private final Topics topics =
      new Topics(Map.of("schema.registry.url", "mock://stored-catalog"), 1);
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @Property(tries = 60)
  void agreesWithLookingAtEveryRow(@ForAll long seed) {
    Random random = new Random(seed);
    World plain = World.withoutData();
    KeyValueStore<byte[], byte[]> entries = store(Serdes.ByteArray(), Serdes.ByteArray());
    StoredCatalog catalog =
        new StoredCatalog(
            store(Serdes.String(), topics.catalog().value()),
            store(Serdes.String(), Serdes.String()),
            new DecisionIndex(entries),
            DecisionPolicy.standard());

    for (int i = 0; i < 150; i++) {
      Instant now = plain.now();
      if (random.nextInt(6) == 0) {
        plain.passes(Duration.ofMinutes(random.nextInt(400)));
        catalog.expire(plain.now(), 1_000);
      } else {
        Rows row = row(random, now);
        plain.row(row);
        CatalogChange change = CatalogCodec.toAvro(row.build(), now);
        catalog.put(change, now);
        assertThat(catalog.put(change, now).effect()).isEqualTo(StoredCatalog.Effect.NONE);
      }
      compare(catalog, plain, random);
    }
    assertThat(size(entries)).as("index entries").isLessThanOrEqualTo(2 * 3 * 2 * 8);
  }

  private static Rows row(Random random, Instant now) {
    ItemType type = random.nextInt(4) == 0 ? ItemType.MODEL : ItemType.NPZ;
    Rows row =
        Rows.of(type, "n" + random.nextInt(8), random.nextInt(5) / 4.0)
            .of(CONFIGS[random.nextInt(CONFIGS.length)])
            .content(random.nextInt(2))
            .samples(random.nextInt(3) * 500L)
            .made(now.minus(Duration.ofHours(random.nextInt(30))))
            .at("gpu-" + random.nextInt(3));
    return switch (random.nextInt(5)) {
      case 0 -> row.unreachable();
      case 1 -> row.unvalidated();
      default -> row;
    };
  }

  private static void compare(StoredCatalog catalog, World plain, Random random) {
    Instant now = plain.now();
    Criteria criteria =
        new Criteria(
            random.nextInt(5) / 4.0,
            random.nextInt(3) * 500L,
            random.nextBoolean() ? null : now.minus(Duration.ofHours(5)));
    for (String config : CONFIGS) {
      for (ItemType type : new ItemType[] {ItemType.NPZ, ItemType.MODEL}) {
        int limit = 1 + random.nextInt(4);
        assertThat(catalog.best(config, type, criteria, limit, now))
            .isEqualTo(plain.view().catalog().best(config, type, criteria, limit, now));
        assertThat(catalog.best(config, type, Criteria.ANY, 99, now))
            .hasSize((int) plain.view().catalog().counts(config, type).of("usable"));
      }
    }
  }

  private <K, V> KeyValueStore<K, V> store(Serde<K> keys, Serde<V> values) {
    KeyValueStore<K, V> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("s"), keys, values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  private static int size(KeyValueStore<byte[], byte[]> store) {
    int size = 0;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      for (; all.hasNext(); all.next()) {
        size++;
      }
    }
    return size;
  }
}
