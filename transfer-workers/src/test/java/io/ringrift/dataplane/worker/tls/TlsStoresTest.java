package io.ringrift.dataplane.worker.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of files that hold something else. */
class TlsStoresTest {
  @TempDir Path folder;

  @Test
  void aKeyThatIsNoBase64IsNamed() throws IOException {
    Path certificate = TestAuthority.in(folder, "cluster").trust();
    Path key =
        Files.writeString(
            folder.resolve("cut.key"),
            "-----BEGIN PRIVATE KEY-----\nAAA=A\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(() -> TlsStores.own(new TlsFiles(certificate, key, certificate, "")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.key holds a PRIVATE KEY block that is not Base64");
  }
}
