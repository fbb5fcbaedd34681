package io.ringrift.dataplane.contract.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "npz/hex8_2p/hex8_2p-0001.npz",
        "games/über alles.db",
        "a/.hidden",
        "a/...",
        "..a/b"
      })
  void takesPathsBelowTheRoot(String path) {
    assertThat(Text.isRelativePath(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "./a",
        "a/./b",
        "../a",
        "a/..",
        "a/../b",
        "a\\b",
        "C:\\a",
        "a\u0000b",
        "a\nb",
        "a/\u007f"
      })
  void refusesPathsThatLeaveTheRootOrHaveAnotherName(String path) {
    assertThat(Text.isRelativePath(path)).isFalse();
  }

  @Provide
  Arbitrary<String> pathLike() {
    return Arbitraries.strings().withChars('a', '.', '/', '\\', '\u0001').ofMaxLength(12);
  }

  @Property
  void aPathThatIsTakenNeverLeavesTheRoot(@ForAll("pathLike") String text) {
    if (Text.isRelativePath(text)) {
      Path root = Path.of("/root/of/data");
      Path resolved = root.resolve(text);
      assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(root).isNotEqualTo(root);
      assertThat(root.relativize(resolved).toString()).isEqualTo(text);
    }
  }

  @Property
  void countsBytesAsUtf8Does(@ForAll String text, @ForAll @IntRange(min = 0, max = 600) int limit) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    assertThat(Text.fits(whole, limit))
        .isEqualTo(whole.getBytes(StandardCharsets.UTF_8).length <= limit);
  }

  @Test
  void showsRefusedTextOnOneReadableLine() {
    assertThat(Text.shown("a\r\nb\u001b[31m")).isEqualTo("'a??b?[31m'");
    assertThat(Text.shown("x".repeat(81))).isEqualTo("'" + "x".repeat(80) + "'... (81 characters)");
    assertThat(Text.shown(null)).isEqualTo("missing");
  }
}
