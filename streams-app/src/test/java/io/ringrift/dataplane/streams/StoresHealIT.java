package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.streams.topology.StoresDisagreeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two stores of a task that disagree while their changelogs agree, on a real broker with the
 * application's own settings and failure policy: the thread is replaced, the stores come back from
 * the changelogs, nothing is lost and nothing is done twice.
 */
class StoresHealIT {
  private static final String IN = "heal-in";
  private static final String OUT = "heal-out";
  private static final int RECORDS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;

  /** Keeps rows and an index of them, and forgets one row behind its changelog's back. */
  private static final class Keeper implements Processor<String, String, String, String> {
    private final AtomicBoolean forget;
    private final AtomicInteger disagreed;
    private ProcessorContext<String, String> context;
    private KeyValueStore<String, String> rows;
    private KeyValueStore<String, String> index;

    Keeper(AtomicBoolean forget, AtomicInteger disagreed) {
      this.forget = forget;
      this.disagreed = disagreed;
    }

    @Override
    public void init(ProcessorContext<String, String> given) {
      context = given;
      rows = given.getStateStore("rows");
      index = given.getStateStore("index");
    }

    @Override
    public void process(Record<String, String> record) {
      index
          .all()
          .forEachRemaining(
              named -> {
                if (rows.get(named.key) == null) {
                  disagreed.incrementAndGet();
                  throw new StoresDisagreeException("the index names row " + named.key);
                }
              });
      rows.put(record.key(), record.value());
      index.put(record.key(), "");
      context.forward(record.withValue(Long.toString(rows.approximateNumEntries())));
      if (record.key().equals("50") && forget.compareAndSet(true, false)) {
        innermost(rows).delete(Bytes.wrap("7".getBytes(StandardCharsets.UTF_8)));
      }
    }

    @SuppressWarnings("unchecked") // below all wrappers lies a store of bytes
    private static KeyValueStore<Bytes, byte[]> innermost(StateStore store) {
      StateStore inner = store;
      while (inner instanceof WrappedStateStore<?, ?, ?> wrapper) {
        inner = wrapper.wrapped();
      }
      return (KeyValueStore<Bytes, byte[]>) inner;
    }
  }

  @Test
  void restoresStoresThatDisagreeAndLosesNothing() throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(EmbeddedBroker.Options.in(folder.resolve("broker")));
        AppPlatform platform = new AppPlatform(broker.bootstrapServers(), "http://unused", 1)) {
      createTopics(broker);
      AtomicBoolean forget = new AtomicBoolean(true);
      AtomicInteger disagreed = new AtomicInteger();
      DataPlaneSettings settings =
          DataPlaneSettings.load(
              null,
              Map.of(),
              Map.of(
                  "bootstrap.servers", broker.bootstrapServers(),
                  "schema.registry.url", "http://unused",
                  "streams.application.id", "heal",
                  "streams.threads", "1",
                  "streams.state.dir", folder.resolve("state").toString()));
      try (KafkaStreams streams =
          new KafkaStreams(topology(forget, disagreed), settings.streams(1 << 20))) {
        streams.setUncaughtExceptionHandler(new FailurePolicy(Duration.ZERO));
        streams.start();
        IntStream.range(0, RECORDS).forEach(number -> platform.sendText(IN, "" + number, "v"));

        await().atMost(LIMIT).until(() -> disagreed.get() > 0);
        List<ConsumerRecord<byte[], byte[]>> out = platform.read(OUT, RECORDS);

        assertThat(out)
            .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
            .containsExactlyElementsOf(
                IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList());
        assertThat(disagreed).hasValue(1);
        assertThat(streams.state().isRunningOrRebalancing()).isTrue();
      }
    }
  }

  private static void createTopics(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(IN, 1, (short) 1), new NewTopic(OUT, 1, (short) 1)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Topology topology(AtomicBoolean forget, AtomicInteger disagreed) {
    return new Topology()
        .addSource("in", new StringDeserializer(), new StringDeserializer(), IN)
        .addProcessor("keeper", () -> new Keeper(forget, disagreed), "in")
        .addStateStore(store("rows"), "keeper")
        .addStateStore(store("index"), "keeper")
        .addSink("out", OUT, new StringSerializer(), new StringSerializer(), "keeper");
  }

  private static StoreBuilder<KeyValueStore<String, String>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String())
        .withLoggingEnabled(Map.of());
  }
}
