package io.ringrift.dataplane.contract.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** The Authorization header that the settings ask for. */
final class Authorization {

  private Authorization() {}

  /**
   * @param client the whole client configuration, for {@code SASL_INHERIT}
   * @param urlUserInfo of the first URL that has one, percent-encoded; null: none
   */
  static Optional<String> of(AbstractConfig config, Map<String, ?> client, String urlUserInfo) {
    if (!config.getString(RegistryKeys.BEARER_SOURCE).isEmpty()) {
      String token = required(config, RegistryKeys.BEARER_TOKEN, RegistryKeys.BEARER_SOURCE);
      return Optional.of("Bearer " + token);
    }
    String source = config.getString(RegistryKeys.BASIC_SOURCE);
    return switch (source) {
      case "USER_INFO" ->
          Optional.of(
              basic(required(config, RegistryKeys.BASIC_USER_INFO, RegistryKeys.BASIC_SOURCE)));
      case "SASL_INHERIT" -> Optional.of(basic(fromSasl(client)));
      default ->
          Optional.ofNullable(urlUserInfo)
              // A plus is a plus in a URL's authority; URLDecoder would make it a blank.
              .map(info -> URLDecoder.decode(info.replace("+", "%2B"), StandardCharsets.UTF_8))
              .map(Authorization::basic);
    };
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static String required(AbstractConfig config, String key, String source) {
    String value = config.getPassword(key).value();
    if (value.isEmpty()) {
      throw new ConfigException(key + " is empty, but " + source + " says to use it");
    }
    return value;
  }

  private static String fromSasl(Map<String, ?> client) {
    Map<String, Object> typed = new HashMap<>(client);
    typed.computeIfPresent(
        SaslConfigs.SASL_JAAS_CONFIG,
        (key, value) -> value instanceof Password ? value : new Password(value.toString()));
    for (AppConfigurationEntry entry :
        JaasContext.loadClientContext(typed).configurationEntries()) {
      Object user = entry.getOptions().get("username");
      Object password = entry.getOptions().get("password");
      if (user != null && password != null) {
        return user + ":" + password;
      }
    }
    throw new ConfigException(
        "sasl.jaas.config holds no username and password, but "
            + RegistryKeys.BASIC_SOURCE
            + " is SASL_INHERIT");
  }
}
