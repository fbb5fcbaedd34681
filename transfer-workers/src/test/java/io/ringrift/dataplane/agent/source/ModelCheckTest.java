package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {

  @TempDir private Path folder;

  @Test
  void findsNothingWrongWithBytesItKnowsNothingOf() throws IOException {
    assertThat(ModelCheck.fault(file("a.onnx", new byte[] {8}))).isEmpty();
    assertThat(ModelCheck.fault(file("b.pt", new byte[] {'P', 'K', 1, 2, 3}))).isEmpty();
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertThat(ModelCheck.fault(file("a.pth", new byte[0]))).contains("0 bytes");
  }

  @Test
  void takesAZipThatIsWhole() throws IOException {
    assertThat(ModelCheck.fault(file("a.pth", zip()))).isEmpty();
  }

  @Test
  void refusesAZipThatWasCutOff() throws IOException {
    byte[] zip = zip();

    assertThat(ModelCheck.fault(file("a.pth", Arrays.copyOf(zip, zip.length / 2))))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("starts as a ZIP and is none"));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[1000]);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
