package io.ringrift.dataplane.worker.grant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys in PEM files. The private file (mode 0600) also holds the public half, since the
 * key's id is derived from that. A public file may hold several keys, so that keys can be changed
 * while both are in use.
 */
public final class GrantKeys {
  public static final String PRIVATE_FILE = "grant-private.pem";
  public static final String PUBLIC_FILE = "grant-public.pem";

  private static final String ALGORITHM = "Ed25519";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private GrantKeys() {}

  /**
   * Makes a key pair in {@code folder}: {@value #PRIVATE_FILE} and {@value #PUBLIC_FILE}.
   *
   * @throws FileAlreadyExistsException if either is there: a key is never overwritten
   */
  public static void generate(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path privateFile = folder.resolve(PRIVATE_FILE);
    Path publicFile = folder.resolve(PUBLIC_FILE);
    if (Files.exists(publicFile)) {
      throw new FileAlreadyExistsException(publicFile.toString());
    }
    KeyPair pair = newPair();
    String publicPem = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    Files.createFile(privateFile, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(
        privateFile,
        pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + publicPem,
        StandardOpenOption.WRITE);
    Files.writeString(publicFile, publicPem, StandardOpenOption.CREATE_NEW);
  }

  /**
   * Reads a worker's key.
   *
   * @throws IOException if the file can't be read, others than its owner may read it, or it does
   *     not hold exactly one private and one public key
   */
  public static SigningKey loadPrivate(Path file) throws IOException {
    refuseIfShared(file);
    List<byte[]> privates = blocks(file, "PRIVATE KEY");
    List<byte[]> publics = blocks(file, "PUBLIC KEY");
    if (privates.size() != 1 || publics.size() != 1) {
      throw new IOException(
          file + " must hold one PRIVATE KEY and its PUBLIC KEY, as written by key generation");
    }
    try {
      return new SigningKey(
          keyId(publics.get(0)),
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(privates.get(0))));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " does not hold an Ed25519 private key", e);
    }
  }

  /**
   * Reads the keys that an agent accepts, by key id.
   *
   * @throws IOException if the file can't be read or holds no Ed25519 public key
   */
  public static Map<String, PublicKey> loadPublic(Path file) throws IOException {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    try {
      for (byte[] encoded : blocks(file, "PUBLIC KEY")) {
        keys.put(
            keyId(encoded),
            KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds a key that is not an Ed25519 public key", e);
    }
    if (keys.isEmpty()) {
      throw new IOException(file + " holds no PUBLIC KEY block");
    }
    return Map.copyOf(keys);
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** 96 bits of the hash of the public key: enough to tell keys apart, short in every header. */
  private static String keyId(byte[] encodedPublicKey) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encodedPublicKey);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static void refuseIfShared(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(found)) {
      throw new IOException(
          file + " has mode " + PosixFilePermissions.toString(found) + ", allowed is rw-------");
    }
  }

  private static List<byte[]> blocks(Path file, String type) throws IOException {
    List<byte[]> found = new ArrayList<>();
    Matcher matcher = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    while (matcher.find()) {
      if (matcher.group(1).equals(type)) {
        found.add(Base64.getMimeDecoder().decode(matcher.group(2)));
      }
    }
    return found;
  }

  private static String pem(String type, byte[] encoded) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + type
        + "-----\n"
        + encoder.encodeToString(encoded)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
