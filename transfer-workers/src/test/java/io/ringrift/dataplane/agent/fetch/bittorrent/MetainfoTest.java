package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetainfoTest {
  private static final String SHA256 = "ab".repeat(32);

  @TempDir Path folder;

  @Test
  void bencodesKeysInOrderAndTextsByTheirBytes() {
    byte[] bencode =
        Bencode.of(
            Map.of("b", 17L, "a", "ü", "c", Map.of("y", -1, "x", new byte[] {(byte) 200, 0})));

    assertThat(new String(bencode, StandardCharsets.ISO_8859_1))
        .isEqualTo("d1:a2:\u00c3\u00bc1:bi17e1:cd1:x2:\u00c8\u00001:yi-1eee");
  }

  @Test
  void hashesEveryPieceTheShortLastOneToo() throws Exception {
    byte[] content = content(2 * Metainfo.PIECE_BYTES + 5);
    List<Long> read = new ArrayList<>();

    Metainfo metainfo = of(content, read);

    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] last = Arrays.copyOfRange(content, 2 * Metainfo.PIECE_BYTES, content.length);
    assertThat(metainfo.pieces()).hasSize(60).endsWith(sha1.digest(last));
    assertThat(read).last().isEqualTo((long) content.length);
  }

  @Test
  void isOneSwarmForWhoKnowsTheSaltAndAnotherForEachSalt() throws Exception {
    byte[] content = content(100);
    Metainfo one = of(content, new ArrayList<>());
    Metainfo other = of(content, new ArrayList<>());

    Metainfo told = new Metainfo(SHA256, content.length, one.salt(), one.pieces());

    assertThat(told.infoHash()).isEqualTo(one.infoHash()).isNotEqualTo(other.infoHash());
  }

  @Test
  void isPrivateAndNamesNothingButTheHash() throws Exception {
    Metainfo metainfo = of(content(100), new ArrayList<>());

    String torrent =
        new String(
            metainfo.torrent(URI.create("http://gpu-1:7100/v1/announce")),
            StandardCharsets.ISO_8859_1);

    assertThat(torrent)
        .startsWith("d8:announce29:http://gpu-1:7100/v1/announce4:infod6:lengthi100e4:name64:abab")
        .contains("7:privatei1e");
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    String salt = "00".repeat(16);
    assertThatThrownBy(() -> new Metainfo(SHA256, 0, salt, new byte[0]))
        .hasMessage("size_bytes is 0, allowed is 1 or more");
    assertThatThrownBy(() -> new Metainfo(SHA256, 1, "../x", new byte[20]))
        .hasMessage("salt has 4 characters, allowed are 32 hex digits");
    assertThatThrownBy(() -> new Metainfo(SHA256, Metainfo.PIECE_BYTES + 1, salt, new byte[20]))
        .hasMessage("pieces has 20 bytes, allowed for 1048577 bytes of content are 40");
  }

  @Test
  void saysThatAFileIsTooShort() throws Exception {
    Path file = Files.write(folder.resolve("short"), new byte[10]);
    try (FileChannel channel = FileChannel.open(file)) {
      assertThatThrownBy(() -> Metainfo.of(channel, SHA256, 11, read -> {}))
          .isInstanceOf(IOException.class)
          .hasMessage("it ends before 11 bytes");
    }
  }

  @Test
  void readsTheBytesOfPiecesFromABitfield() {
    SwarmStatus status =
        new SwarmStatus(
            "1",
            "active",
            10,
            5,
            0,
            0,
            false,
            0,
            HexFormat.of().formatHex(new byte[] {(byte) 0xc0, 1}),
            null);

    assertThat(status.pieces().stream()).containsExactly(0, 1, 15);
  }

  private Metainfo of(byte[] content, List<Long> read) throws IOException {
    Path file = Files.write(folder.resolve("file"), content);
    try (FileChannel channel = FileChannel.open(file)) {
      return Metainfo.of(channel, SHA256, content.length, read::add);
    }
  }

  private static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }
}
