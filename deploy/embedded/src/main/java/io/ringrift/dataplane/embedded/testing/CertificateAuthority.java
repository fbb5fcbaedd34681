package io.ringrift.dataplane.embedded.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority that signs certificates for tests, made with the JDK's keytool. */
public final class CertificateAuthority {
  public static final String PASSWORD = "changeit";

  private final Path folder;
  private final String name;

  private CertificateAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * @param folder that exists
   */
  public static CertificateAuthority in(Path folder, String name) {
    CertificateAuthority authority = new CertificateAuthority(folder, name);
    authority.keytool(
        name,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "bc:c");
    authority.keytool(name, "-exportcert", "-rfc", "-alias", name, "-file", authority.trust() + "");
    return authority;
  }

  /** Its certificate, PEM. */
  public Path trust() {
    return folder.resolve(name + ".pem");
  }

  /**
   * A PKCS#12 file with a key and its certificate, under {@link #PASSWORD}.
   *
   * @param host such as {@code ip:127.0.0.1}
   * @param times such as {@code -startdate}, of keytool
   */
  public Path issue(String owner, String host, String... times) {
    Path request = folder.resolve(owner + ".csr");
    Path signed = folder.resolve(owner + ".crt");
    keytool(owner, "-genkeypair", "-alias", owner, "-keyalg", "EC", "-dname", "CN=" + owner);
    keytool(owner, "-certreq", "-alias", owner, "-file", request.toString());
    List<String> sign =
        new ArrayList<>(List.of("-gencert", "-rfc", "-alias", name, "-infile", request.toString()));
    sign.addAll(List.of("-outfile", signed.toString(), "-ext", "san=" + host));
    sign.addAll(List.of(times));
    keytool(name, sign.toArray(String[]::new));
    keytool(owner, "-importcert", "-noprompt", "-alias", name, "-file", trust().toString());
    keytool(owner, "-importcert", "-noprompt", "-alias", owner, "-file", signed.toString());
    return folder.resolve(owner + ".p12");
  }

  private void keytool(String store, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", folder.resolve(store + ".p12").toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Path log = folder.resolve("keytool.log");
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + Files.readString(log, StandardCharsets.UTF_8));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
