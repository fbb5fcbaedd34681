package io.ringrift.dataplane.worker.tls;

import io.ringrift.dataplane.embedded.testing.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Path;

/** An authority that signs certificates, and what those who trust it go by. */
public record TestAuthority(CertificateAuthority certificates) {
  public static final String PASSWORD = CertificateAuthority.PASSWORD;

  public static TestAuthority in(Path folder, String name) {
    return new TestAuthority(CertificateAuthority.in(folder, name));
  }

  /** Its certificate, PEM. */
  public Path trust() {
    return certificates.trust();
  }

  /** See {@link CertificateAuthority#issue}. */
  public Path issue(String owner, String host, String... times) {
    return certificates.issue(owner, host, times);
  }

  /**
   * Who shows a certificate and trusts this authority.
   *
   * @param own null: none
   */
  public Tls tls(Path own, boolean asksClients) throws IOException {
    return Tls.of(new TlsFiles(own, null, trust(), PASSWORD), asksClients, System::nanoTime);
  }
}
