package io.ringrift.dataplane.worker.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
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
   * Why the two sides don't trust one another, if that is what a failed call means: the certificate
   * is of another authority, has expired, or is another host's. Nothing that passes by itself.
   */
  public static Optional<String> distrust(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean cut =
          cause.getCause() instanceof EOFException || cause.getCause() instanceof SocketException;
      if (cause instanceof SSLPeerUnverifiedException
          || (cause instanceof SSLHandshakeException && !cut)) {
        return Optional.of(reason(cause));
      }
    }
    return Optional.empty();
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
