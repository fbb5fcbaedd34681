package io.ringrift.dataplane.worker.tls;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;

/**
 * How this process speaks TLS: the JDK's own, over certificates that are read again when their
 * files change. Connections that are open stay as they are.
 */
public final class Tls {
  /** For a process without certificates: it trusts whom the JDK trusts. */
  public static final Tls NONE = new Tls(null, false, false);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String ALERT = "Received fatal alert: ";

  /**
   * Alerts about certificates (RFC 8446, 6.2); by the last one TLS 1.2 says that one is missing.
   */
  private static final Set<String> REFUSALS =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied",
          "certificate_required",
          "handshake_failure");

  private final SSLContext context;
  private final boolean serves;
  private final boolean asksClients;

  private Tls(SSLContext context, boolean serves, boolean asksClients) {
    this.context = context;
    this.serves = serves;
    this.asksClients = asksClients;
  }

  /**
   * Reads the files.
   *
   * @param asksClients whether who calls this process has to show a certificate
   * @param nanoTime as {@link System#nanoTime}; files are looked at once a second at most
   * @throws IOException if a file can't be read or holds something else
   */
  public static Tls of(TlsFiles files, boolean asksClients, LongSupplier nanoTime)
      throws IOException {
    KeyManager[] own =
        files.certificate() == null
            ? null
            : new KeyManager[] {
              new CurrentKeys(
                  new FollowedFiles<>(files.own(), () -> TlsStores.own(files), nanoTime))
            };
    TrustManager[] trusted = {
      new CurrentTrust(
          new FollowedFiles<>(List.of(files.trust()), () -> TlsStores.trusted(files), nanoTime))
    };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trusted, null);
      return new Tls(context, own != null, asksClients);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java can't speak TLS: " + e.getMessage(), e);
    }
  }

  /** Whether a server of this process speaks TLS: it does if it has a certificate. */
  public boolean serves() {
    return serves;
  }

  /** Whether who calls this process has to show a certificate. */
  public boolean asksClients() {
    return asksClients;
  }

  /** For servers and clients alike. */
  public SSLContext context() {
    try {
      return context == null ? SSLContext.getDefault() : context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * For calls to agents. A grant is good for the agent that it names: no redirect may take it on.
   */
  public HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context())
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /**
   * Why the two sides don't trust one another, if that is what a failed call means: the certificate
   * is of another authority, has expired, or is another host's. Nothing that passes by itself, such
   * as a handshake that was cut or in which a bit was flipped.
   */
  public static Optional<String> distrust(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLPeerUnverifiedException
          || (cause instanceof SSLHandshakeException && isAboutCertificates(cause))) {
        return Optional.of(reason(cause));
      }
    }
    return Optional.empty();
  }

  /** Our own word stands in a cause, the other side's in the message. */
  private static boolean isAboutCertificates(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    String message = String.valueOf(failure.getMessage());
    int alert = message.indexOf(ALERT);
    return alert >= 0 && REFUSALS.contains(message.substring(alert + ALERT.length()));
  }

  /** The innermost cause says it: "validity check failed" hides "NotAfter: ...". */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost == failure
        ? failure.getMessage()
        : failure.getMessage() + " (" + innermost.getMessage() + ")";
  }
}
