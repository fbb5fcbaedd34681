package io.ringrift.dataplane.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Point").namespace("test").fields().requiredInt("x").endRecord();
  private static final String SUBJECT = "dataplane.events-value";

  private final StubRegistry stub = new StubRegistry();
  private final List<Duration> pauses = new ArrayList<>();

  @AfterEach
  void stop() {
    stub.close();
  }

  private RegistryClient client(String... urls) {
    return new RegistryClient(
        RegistryConfig.of(Map.of("schema.registry.url", String.join(",", urls))), pauses::add);
  }

  @Test
  void registersOnceAndKeepsTheId() {
    stub.answer(200, "{\"id\":7}");
    RegistryClient client = client(stub.url());

    assertThat(client.register(SUBJECT, SCHEMA)).isEqualTo(7);
    assertThat(client.register(SUBJECT, SCHEMA)).isEqualTo(7);

    assertThat(stub.requests()).hasSize(1);
    StubRegistry.Request request = stub.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/subjects/dataplane.events-value/versions");
    assertThat(request.body()).startsWith("{\"schema\":\"").contains("Point");
  }

  @Test
  void keepsThePathOfTheUrlAndEncodesTheSubject() {
    stub.answer(200, "{\"id\":7}");

    client(stub.url() + "/apis/ccompat/v7/").lookup(":.ctx:a b/c-value", SCHEMA);

    assertThat(stub.requests().get(0).target())
        .isEqualTo("/apis/ccompat/v7/subjects/%3A.ctx%3Aa%20b%2Fc-value");
  }

  @Test
  void triesAgainAfterPausesThatDouble() {
    stub.answer(503, "").answer(429, "slow down").answer(500, "{}").answer(200, "{\"id\":7}");

    assertThat(client(stub.url()).register(SUBJECT, SCHEMA)).isEqualTo(7);

    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void callsItUnreachableWhenNoTrySucceeds() {
    stub.answer(503, "");

    assertThatThrownBy(() -> client(stub.url()).schema(1))
        .isInstanceOf(RegistryUnreachableException.class)
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("answered 503; gave up after 4 tries");
    assertThat(stub.requests()).hasSize(4);
  }

  @Test
  void leavesOneThatStopsInTheMiddleOfItsAnswer() throws IOException {
    stub.answer(200, "{\"schema\":\"\\\"int\\\"\"}");
    try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> beginAnAnswer(stalling), "stalling registry");
      server.setDaemon(true);
      server.start();
      String urls = "http://127.0.0.1:" + stalling.getLocalPort() + "," + stub.url();
      RegistryClient client =
          new RegistryClient(
              RegistryConfig.of(
                  Map.of(
                      "schema.registry.url", urls,
                      "http.connect.timeout.ms", "100",
                      "http.read.timeout.ms", "400")),
              pauses::add);

      assertThat(client.schema(1)).isEqualTo(Schema.create(Schema.Type.INT));
    }
  }

  private static void beginAnAnswer(ServerSocket listener) {
    try {
      Socket socket = listener.accept();
      socket.getInputStream().read(new byte[8 << 10]);
      String begin = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"schema\"";
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      // Open until the test has ended.
      socket.getInputStream().read();
    } catch (IOException e) {
      // The client has left.
    }
  }

  @Test
  void asksTheNextUrlAtOnceAndStaysWithTheOneThatAnswers() {
    StubRegistry down = new StubRegistry();
    String downUrl = down.url();
    down.close();
    stub.answer(200, "{\"schema\":\"\\\"int\\\"\"}");
    RegistryClient client = client(downUrl, stub.url());

    assertThat(client.schema(1)).isEqualTo(Schema.create(Schema.Type.INT));
    assertThat(client.schema(2)).isEqualTo(Schema.create(Schema.Type.INT));

    assertThat(pauses).isEmpty();
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void doesNotRepeatWhatWasRefused() {
    stub.answer(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}");

    assertThatThrownBy(() -> client(stub.url()).register(SUBJECT, SCHEMA))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("answered 422: Invalid schema")
        .satisfies(e -> assertThat(((RegistryException) e).code()).isEqualTo(42201));
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void tellsAnUnknownSchemaFromAWrongPath() {
    stub.answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}")
        .answer(404, "<html>no such page</html>")
        .answer(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    RegistryClient client = client(stub.url());

    assertThatThrownBy(() -> client.schema(1)).isInstanceOf(SchemaNotFoundException.class);
    assertThatThrownBy(() -> client.schema(1)).isExactlyInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> client.schema(1)).isExactlyInstanceOf(RegistryException.class);
  }

  @Test
  void knowsAnIncompatibleSchemaByTheStatusWhateverTheCode() {
    stub.answer(409, "{\"error_code\":40901,\"message\":\"incompatible\"}")
        .answer(409, "{\"error_code\":409,\"message\":\"incompatible\"}");
    RegistryClient client = client(stub.url());

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> client.register(SUBJECT, SCHEMA))
          .isInstanceOf(IncompatibleSchemaException.class);
    }
  }

  @Test
  void fetchesWhatASchemaRefersTo() {
    stub.answer(
            200,
            "{\"schema\":\"{\\\"type\\\":\\\"array\\\",\\\"items\\\":\\\"test.Point\\\"}\","
                + "\"references\":[{\"name\":\"test.Point\",\"subject\":\"point\",\"version\":2}]}")
        .answer(
            200,
            "{\"id\":3,\"version\":2,\"schema\":"
                + com.fasterxml.jackson.databind.node.TextNode.valueOf(SCHEMA.toString())
                + "}");

    assertThat(client(stub.url()).schema(9)).isEqualTo(Schema.createArray(SCHEMA));
    assertThat(stub.requests().get(1).target()).isEqualTo("/subjects/point/versions/2");
  }

  @Test
  void refusesASchemaThatIsNotAvro() {
    stub.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 'proto3';\"}");

    assertThatThrownBy(() -> client(stub.url()).schema(9))
        .isInstanceOf(UnusableSchemaException.class)
        .hasMessageContaining("PROTOBUF, allowed: AVRO");
  }

  @Test
  void reportsWhyASubjectDoesNotTakeASchema() {
    stub.answer(200, "{\"is_compatible\":false,\"messages\":[\"reader misses x\"]}")
        .answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
    RegistryClient client = client(stub.url());

    assertThat(client.compatibility(SUBJECT, SCHEMA))
        .isEqualTo(new Compatibility(false, List.of("reader misses x")));
    assertThat(client.compatibility("new-value", SCHEMA).compatible()).isTrue();
    assertThat(stub.requests().get(0).target())
        .isEqualTo("/compatibility/subjects/dataplane.events-value/versions/latest?verbose=true");
  }

  @Test
  void readsAndSetsTheCompatibilityLevel() {
    stub.answer(200, "{\"compatibilityLevel\":\"BACKWARD\"}")
        .answer(200, "{\"compatibility\":\"FULL\"}");
    RegistryClient client = client(stub.url());

    assertThat(client.compatibilityLevel(RegistryClient.GLOBAL)).isEqualTo("BACKWARD");
    client.compatibilityLevel(SUBJECT, "FULL");

    assertThat(stub.requests())
        .extracting(request -> request.method() + " " + request.target() + " " + request.body())
        .containsExactly(
            "GET /config ", "PUT /config/dataplane.events-value {\"compatibility\":\"FULL\"}");
  }
}
