package io.ringrift.dataplane.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

  private static final String PASSWORD = "for-this-test";

  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void makeCertificate() throws Exception {
    store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    "server",
                    "-validity",
                    "2",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  private SSLContext server() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void trustsWhatTheTrustStoreHolds() throws Exception {
    try (StubRegistry stub = new StubRegistry(server());
        RegistryClient client =
            new RegistryClient(
                Map.of(
                    "schema.registry.url",
                    stub.url(),
                    "schema.registry.ssl.truststore.location",
                    store.toString(),
                    "schema.registry.ssl.truststore.type",
                    "PKCS12",
                    "schema.registry.ssl.truststore.password",
                    PASSWORD))) {
      stub.answer(200, "{\"schema\":\"\\\"int\\\"\"}");

      assertThat(client.schema(1)).isEqualTo(Schema.create(Schema.Type.INT));
    }
  }

  @Test
  void trustsNobodyElse() throws Exception {
    try (StubRegistry stub = new StubRegistry(server());
        RegistryClient client =
            new RegistryClient(Map.of("schema.registry.url", stub.url(), "max.retries", "0"))) {
      stub.answer(200, "{\"schema\":\"\\\"int\\\"\"}");

      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(RegistryUnreachableException.class)
          .hasMessageContaining("SSLHandshakeException");
      assertThat(stub.requests()).isEmpty();
    }
  }
}
