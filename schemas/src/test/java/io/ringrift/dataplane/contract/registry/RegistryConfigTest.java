package io.ringrift.dataplane.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

  private static RegistryConfig config(Object... keysAndValues) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", "http://one:8081, https://two/registry/");
    config.put("client.id", "someone else's key");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return RegistryConfig.of(config);
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hasConfluentsDefaults() {
    RegistryConfig config = config();

    assertThat(config.urls()).containsExactly("http://one:8081", "https://two/registry");
    assertThat(config.readTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.maxRetries()).isEqualTo(3);
    assertThat(config.retryWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.cacheSize()).isEqualTo(1000);
    assertThat(config.headers()).isEmpty();
    assertThat(config.tls()).isNull();
    assertThat(config.mockName()).isEmpty();
  }

  @Test
  void prefersTheKeyWithTheRegistrysPrefix() {
    assertThat(config("max.retries", "9", "schema.registry.max.retries", "0").maxRetries())
        .isZero();
  }

  @Test
  void takesCredentialsOutOfTheUrl() {
    RegistryConfig config =
        config("schema.registry.url", List.of("http://us%40er:p+w@one:8081/path"));

    assertThat(config.urls()).containsExactly("http://one:8081/path");
    assertThat(config.headers()).containsEntry("Authorization", basic("us@er:p+w"));
  }

  @Test
  void takesCredentialsFromTheirKey() {
    assertThat(
            config(
                    "basic.auth.credentials.source",
                    "USER_INFO",
                    "schema.registry.basic.auth.user.info",
                    new Password("me:secret"))
                .headers())
        .containsEntry("Authorization", basic("me:secret"));
  }

  @Test
  void takesCredentialsFromTheKafkaClient() {
    assertThat(
            config(
                    "basic.auth.credentials.source",
                    "SASL_INHERIT",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"me\" password=\"secret\";")
                .headers())
        .containsEntry("Authorization", basic("me:secret"));
  }

  @Test
  void sendsATokenAndOwnHeaders() {
    assertThat(
            config(
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "bearer.auth.token", "t0ken",
                    "request.header.X-Team", "training")
                .headers())
        .containsEntry("Authorization", "Bearer t0ken")
        .containsEntry("X-Team", "training");
  }

  @Test
  void namesTheKeyWhoseValueIsMissing() {
    assertThatThrownBy(() -> config("basic.auth.credentials.source", "USER_INFO"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "basic.auth.user.info is empty, but basic.auth.credentials.source says to use it");
    assertThatThrownBy(() -> config("proxy.host", "proxy"))
        .hasMessage("proxy.host and proxy.port: set both or none");
    assertThatThrownBy(() -> RegistryConfig.of(Map.of()))
        .hasMessageContaining("\"schema.registry.url\"");
  }

  @Test
  void refusesOauthWithAClearMessage() {
    assertThatThrownBy(() -> config("bearer.auth.credentials.source", "OAUTHBEARER"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("OAUTHBEARER")
        .hasMessageContaining("STATIC_TOKEN");
  }

  @Test
  void refusesToLeaveTheHostNameUnchecked() {
    assertThatThrownBy(() -> config("schema.registry.ssl.endpoint.identification.algorithm", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("always checked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8081", "ftp://one", "http://", "http://a b", "mock:"})
  void refusesWhatIsNoRegistryUrl(String url) {
    assertThatThrownBy(() -> config("schema.registry.url", url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url")
        .hasMessageContaining(url);
  }

  @Test
  void knowsARegistryInsideTheJvm() {
    assertThat(config("schema.registry.url", "mock://my_test").mockName()).contains("my_test");
  }
}
