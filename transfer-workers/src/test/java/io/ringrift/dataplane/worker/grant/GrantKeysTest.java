package io.ringrift.dataplane.worker.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantKeysTest {
  @TempDir Path folder;

  @Test
  void bothHalvesHaveTheSameIdAndOnlyTheOwnerReadsThePrivateOne() throws IOException {
    GrantKeys.generate(folder);

    SigningKey key = GrantKeys.loadPrivate(folder.resolve(GrantKeys.PRIVATE_FILE));
    assertThat(GrantKeys.loadPublic(folder.resolve(GrantKeys.PUBLIC_FILE)))
        .containsOnlyKeys(key.keyId());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(GrantKeys.PRIVATE_FILE))))
        .isEqualTo("rw-------");
    assertThat(key).hasToString("SigningKey[" + key.keyId() + "]");
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    GrantKeys.generate(folder);

    assertThatThrownBy(() -> GrantKeys.generate(folder))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void refusesAPrivateKeyThatOthersCanRead() throws IOException {
    GrantKeys.generate(folder);
    Path file = folder.resolve(GrantKeys.PRIVATE_FILE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> GrantKeys.loadPrivate(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("has mode rw-r--r--, allowed is rw-------");
  }

  @Test
  void severalPublicKeysMayStandInOneFile() throws IOException {
    GrantKeys.generate(folder.resolve("a"));
    GrantKeys.generate(folder.resolve("b"));
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(folder.resolve("a").resolve(GrantKeys.PUBLIC_FILE))
            + "a comment\n"
            + Files.readString(folder.resolve("b").resolve(GrantKeys.PUBLIC_FILE)));

    assertThat(GrantKeys.loadPublic(both)).hasSize(2);
  }

  @Test
  void namesTheFileThatHoldsNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThatThrownBy(() -> GrantKeys.loadPublic(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("empty.pem holds no PUBLIC KEY block");
  }
}
