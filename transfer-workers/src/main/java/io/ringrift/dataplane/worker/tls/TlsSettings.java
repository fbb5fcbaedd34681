package io.ringrift.dataplane.worker.tls;

import io.ringrift.dataplane.contract.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings for TLS: the same words for workers and agents. */
public final class TlsSettings {
  private static final String REQUIRED = "required";

  private final String certificate;
  private final String key;
  private final String trust;
  private final String password;
  private final String clientAuth;

  /**
   * @param prefix of the keys, such as {@code agent.}
   */
  public TlsSettings(String prefix) {
    this.certificate = prefix + "tls.certificate";
    this.key = prefix + "tls.key";
    this.trust = prefix + "tls.trust";
    this.password = prefix + "tls.password";
    this.clientAuth = prefix + "tls.client.auth";
  }

  /** For processes that call agents. */
  public ConfigDef defineClient(ConfigDef others) {
    return others
        .define(
            trust,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Certificates of the authorities that agents are signed by, PEM or .p12; read again"
                + " when it changes. Empty: those that this Java trusts.")
        .define(
            certificate,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Certificate that this process shows, with its chain, PEM or .p12; read again when it"
                + " changes. Empty: none.")
        .define(
            key,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "PEM file with the certificate's private key, PKCS#8; not for .p12.")
        .define(password, Type.PASSWORD, "", Importance.MEDIUM, "Password of the .p12 files.");
  }

  /** For processes that are called, too; with a certificate they speak TLS alone. */
  public ConfigDef defineServer(ConfigDef others) {
    return defineClient(others)
        .define(
            clientAuth,
            Type.STRING,
            "none",
            ConfigDef.ValidString.in("none", REQUIRED),
            Importance.MEDIUM,
            "required: who calls has to show a certificate of an authority in " + trust + ".");
  }

  /** Adds what can't be used to {@code faults}. */
  public Tls client(Settings settings, List<String> faults) {
    return read(settings, false, faults);
  }

  /** As {@link #client}, for a process that is called. */
  public Tls server(Settings settings, List<String> faults) {
    boolean asks = settings.string(clientAuth).equals(REQUIRED);
    if (asks && settings.string(certificate).isEmpty()) {
      faults.add(clientAuth + " is required; allowed with " + certificate + " set");
      return Tls.NONE;
    }
    return read(settings, asks, faults);
  }

  private Tls read(Settings settings, boolean asksClients, List<String> faults) {
    Path own = settings.path(certificate).orElse(null);
    Path ownKey = settings.path(key).orElse(null);
    Path authorities = settings.path(trust).orElse(null);
    if (own == null && authorities == null) {
      if (ownKey != null) {
        faults.add(key + " is set; allowed with " + certificate + " set");
      }
      return Tls.NONE;
    }
    if (authorities == null) {
      faults.add(certificate + " is set; allowed with " + trust + " set");
      return Tls.NONE;
    }
    if (own != null && TlsStores.isPkcs12(own) == (ownKey != null)) {
      faults.add(
          "%s is '%s'; allowed: the key of a PEM file in %s, none for a .p12 file"
              .formatted(key, settings.string(key), certificate));
      return Tls.NONE;
    }
    try {
      return Tls.of(
          new TlsFiles(own, ownKey, authorities, settings.secret(password)),
          asksClients,
          System::nanoTime);
    } catch (IOException e) {
      faults.add(
          "%s, %s or %s can't be used: %s".formatted(certificate, key, trust, e.getMessage()));
      return Tls.NONE;
    }
  }
}
