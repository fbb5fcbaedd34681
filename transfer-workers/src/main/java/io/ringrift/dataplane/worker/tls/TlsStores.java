package io.ringrift.dataplane.worker.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads what {@link TlsFiles} names. */
final class TlsStores {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private TlsStores() {}

  /**
   * The certificate that this process shows, with its key.
   *
   * @throws IOException if a file can't be read, holds something else, or the key is that of
   *     another certificate
   */
  static X509ExtendedKeyManager own(TlsFiles files) throws IOException {
    char[] password = files.password().toCharArray();
    try {
      KeyStore store =
          isPkcs12(files.certificate())
              ? pkcs12(files.certificate(), password)
              : pem(files.certificate(), files.key(), password);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IOException(files.certificate() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Who is trusted.
   *
   * @throws IOException if the file can't be read or holds no certificate
   */
  static X509ExtendedTrustManager trusted(TlsFiles files) throws IOException {
    try {
      KeyStore store;
      if (isPkcs12(files.trust())) {
        store = pkcs12(files.trust(), files.password().toCharArray());
      } else {
        store = empty();
        for (Certificate authority : certificates(files.trust())) {
          store.setCertificateEntry("authority-" + store.size(), authority);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IOException(files.trust() + ": " + e.getMessage(), e);
    }
  }

  static boolean isPkcs12(Path file) {
    return file.toString().endsWith(".p12") || file.toString().endsWith(".pfx");
  }

  private static KeyStore pkcs12(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    if (store.size() == 0) {
      throw new IOException(file + " holds nothing");
    }
    return store;
  }

  private static KeyStore pem(Path certificate, Path key, char[] password)
      throws IOException, GeneralSecurityException {
    Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
    PublicKey publicKey = chain[0].getPublicKey();
    PrivateKey privateKey = privateKey(key, publicKey.getAlgorithm());
    if (!belongTogether(privateKey, publicKey)) {
      throw new IOException(key + " is the key of another certificate than " + certificate);
    }
    KeyStore store = empty();
    store.setKeyEntry("own", privateKey, password, chain);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (found.isEmpty()) {
      throw new IOException(file + " holds no CERTIFICATE block");
    }
    return found;
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher block = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException(
          file + " holds no PRIVATE KEY block (PKCS#8, without a password; see openssl pkcs8)");
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1))));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + " holds a PRIVATE KEY block that is not Base64: " + e.getMessage(), e);
    }
  }

  /** Two files are never replaced in one moment. */
  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> key.getAlgorithm();
            });
    byte[] said = {1};
    signature.initSign(key);
    signature.update(said);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(said);
    return signature.verify(signed);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
