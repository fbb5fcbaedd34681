package io.ringrift.dataplane.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a service and an onlooker would do, for tests of the application. */
final class AppPlatform implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String bootstrapServers;
  private final String registryUrl;
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;

  AppPlatform(String bootstrapServers, String registryUrl, int partitions) {
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.topics = new Topics(Map.of("schema.registry.url", registryUrl), partitions);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  Topics topics() {
    return topics;
  }

  int registryPort() {
    return URI.create(registryUrl).getPort();
  }

  void createTopics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      new TopicCreation(admin, Duration.ofSeconds(30), Optional.of((short) 1)).create(topics.all());
    }
  }

  ClusterEvent event(String eventId, Object payload) {
    return new ClusterEvent(eventId, Instant.now(), "test", payload);
  }

  void send(int partition, ClusterEvent event) {
    sendRaw(
        topics.events().name(),
        partition,
        topics.events().value().serializer().serialize(topics.events().name(), event));
  }

  void sendRaw(String topic, int partition, byte[] value) {
    send(new ProducerRecord<>(topic, partition, null, value));
  }

  void sendText(String topic, String key, String value) {
    send(
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** HOST_ONLINE as a service with a newer contract writes it: its schema has one more field. */
  byte[] eventOfANewerSchema(String eventId, String nodeId) throws IOException {
    String text = ClusterEvent.getClassSchema().toString();
    Schema newer =
        new Schema.Parser()
            .parse(
                text.substring(0, text.lastIndexOf("]}"))
                    + ",{\"name\":\"trace_id\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
    int id;
    try (SchemaRegistry registry =
        SchemaRegistry.open(Map.of("schema.registry.url", registryUrl))) {
      id = registry.register(topics.events().name() + "-value", newer);
    }
    Schema online =
        newer.getField("payload").schema().getTypes().stream()
            .filter(each -> each.getName().equals("HostOnline"))
            .findFirst()
            .orElseThrow();
    GenericRecord payload = new GenericData.Record(online);
    payload.put("node_id", nodeId);
    GenericRecord event = new GenericData.Record(newer);
    event.put("event_id", eventId);
    event.put("occurred_at", Instant.now().toEpochMilli());
    event.put("source", "test");
    event.put("payload", payload);
    event.put("trace_id", "t-1");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.write(ByteBuffer.allocate(4).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(newer).write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** Waits up to half a minute for that many committed records of a topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      Instant end = Instant.now().plusSeconds(30);
      while (found.size() < count && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      return found;
    }
  }

  static JsonNode get(URI base, String path) throws IOException, InterruptedException {
    return JSON.readTree(text(base, path));
  }

  static String text(URI base, String path) throws IOException, InterruptedException {
    return response(base, path).body();
  }

  static int status(URI base, String path) throws IOException, InterruptedException {
    return response(base, path).statusCode();
  }

  private static HttpResponse<String> response(URI base, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    producer.close();
    topics.close();
  }
}
