package io.ringrift.dataplane.contract.registry;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * The configuration keys of the registry client, which are Confluent's. Each is also understood
 * with {@code schema.registry.} before it, which wins; besides there are {@code
 * schema.registry.ssl.*} (Kafka's {@code ssl.*} for the registry) and {@code request.header.*}.
 */
public final class RegistryKeys {

  public static final String URL = "schema.registry.url";
  static final String PREFIX = "schema.registry.";
  static final String HEADERS = "request.header.";
  static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
  static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
  static final String MAX_RETRIES = "max.retries";
  static final String RETRIES_WAIT_MS = "retries.wait.ms";
  static final String RETRIES_MAX_WAIT_MS = "retries.max.wait.ms";
  static final String CACHE_SIZE = "max.schemas.per.subject";
  static final String NORMALIZE = "normalize.schemas";
  static final String BASIC_SOURCE = "basic.auth.credentials.source";
  static final String BASIC_USER_INFO = "basic.auth.user.info";
  static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  static final String BEARER_TOKEN = "bearer.auth.token";
  static final String PROXY_HOST = "proxy.host";
  static final String PROXY_PORT = "proxy.port";

  /** All of them, with their defaults; the reference page is made from it. */
  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              URL,
              ConfigDef.Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              ValidList.anyNonDuplicateValues(false, false),
              Importance.HIGH,
              "Registries, tried in this order, the last good one first. A path prefix is kept."
                  + " mock://name is a registry inside the JVM, for tests.")
          .define(
              CONNECT_TIMEOUT_MS,
              ConfigDef.Type.INT,
              60_000,
              Range.atLeast(1),
              Importance.LOW,
              "Longest wait for a connection, ms.")
          .define(
              READ_TIMEOUT_MS,
              ConfigDef.Type.INT,
              60_000,
              Range.atLeast(1),
              Importance.LOW,
              "Longest wait for an answer, ms.")
          .define(
              MAX_RETRIES,
              ConfigDef.Type.INT,
              3,
              Range.atLeast(0),
              Importance.LOW,
              "Rounds over all URLs after the first one failed.")
          .define(
              RETRIES_WAIT_MS,
              ConfigDef.Type.INT,
              1_000,
              Range.atLeast(0),
              Importance.LOW,
              "Wait before the second round, ms; doubles with each round, with jitter.")
          .define(
              RETRIES_MAX_WAIT_MS,
              ConfigDef.Type.INT,
              20_000,
              Range.atLeast(0),
              Importance.LOW,
              "Longest wait between rounds, ms.")
          .define(
              CACHE_SIZE,
              ConfigDef.Type.INT,
              1_000,
              Range.atLeast(1),
              Importance.LOW,
              "Most entries of each cache of the client.")
          .define(
              NORMALIZE,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Ask the registry to normalise a schema before it compares.")
          .define(
              BASIC_SOURCE,
              ConfigDef.Type.STRING,
              "URL",
              ValidString.in("URL", "USER_INFO", "SASL_INHERIT"),
              Importance.MEDIUM,
              "Where name and password are: in the URL, in basic.auth.user.info, or in the"
                  + " sasl.jaas.config of the Kafka client.")
          .define(
              BASIC_USER_INFO,
              ConfigDef.Type.PASSWORD,
              "",
              Importance.MEDIUM,
              "name:password, for USER_INFO.")
          .define(
              BEARER_SOURCE,
              ConfigDef.Type.STRING,
              "",
              ValidString.in("", "STATIC_TOKEN"),
              Importance.MEDIUM,
              "STATIC_TOKEN: send bearer.auth.token. Confluent's OAuth sources are not supported.")
          .define(
              BEARER_TOKEN,
              ConfigDef.Type.PASSWORD,
              "",
              Importance.MEDIUM,
              "Token, for STATIC_TOKEN.")
          .define(
              PROXY_HOST,
              ConfigDef.Type.STRING,
              "",
              Importance.LOW,
              "HTTP proxy before the registry.")
          .define(PROXY_PORT, ConfigDef.Type.INT, -1, Importance.LOW, "Its port.");

  private RegistryKeys() {}
}
