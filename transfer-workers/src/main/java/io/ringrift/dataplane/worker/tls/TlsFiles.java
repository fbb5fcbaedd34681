package io.ringrift.dataplane.worker.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where certificates lie: PEM files, or PKCS#12 files whose names end in {@code .p12} or {@code
 * .pfx}.
 *
 * @param certificate chain of this process, its own certificate first; null: it has none
 * @param key private key of the certificate, PKCS#8; null: it lies in the PKCS#12 file {@code
 *     certificate}
 * @param trust certificates of the authorities that peers are signed by
 * @param password of PKCS#12 files; may be empty
 */
public record TlsFiles(Path certificate, Path key, Path trust, String password) {

  List<Path> own() {
    return Stream.of(certificate, key).filter(file -> file != null).toList();
  }
}
