package io.ringrift.dataplane.worker.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Granted;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String HASH = "a".repeat(64);
  private static final Grant GRANT =
      new Grant("op-1", 7, "npz/hex8_2p/é.npz", HASH, "gpu-1", "gpu-2");
  private static final GrantScope READ = new GrantScope.Read("gpu-1", GRANT.itemId(), HASH);

  @TempDir Path folder;
  private SigningKey key;
  private GrantVerifier verifier;

  @BeforeEach
  void makeKeys() throws IOException {
    GrantKeys.generate(folder);
    key = GrantKeys.loadPrivate(folder.resolve(GrantKeys.PRIVATE_FILE));
    verifier = verifierAt(NOW);
  }

  @Test
  void grantsWhatWasSigned() {
    String token = signerAt(NOW).sign(GRANT);

    assertThat(verifier.verify(token, READ)).isEqualTo(new Granted(GRANT));
    assertThat(verifier.verify(token, new GrantScope.Pull("gpu-2", GRANT)))
        .isEqualTo(new Granted(GRANT));
    assertThat(verifier.verify(token, new GrantScope.Operation("gpu-2", "op-1")))
        .isEqualTo(new Granted(GRANT));
    assertThat(verifier.refusals()).isEmpty();
  }

  @Test
  void aGrantToReadOrdersWatchesAndEndsNothing() {
    Grant read = GRANT.to(Grant.Use.READ);
    String token = signerAt(NOW).sign(read);

    assertThat(verifier.verify(token, READ)).isEqualTo(new Granted(read));
    assertThat(verifier.verify(token, new GrantScope.Shown("gpu-2", GRANT)))
        .isEqualTo(new Granted(read));
    assertRefused(token, new GrantScope.Shown("gpu-3", GRANT), "wrong_node");
    assertRefused(token, new GrantScope.Pull("gpu-2", GRANT), "read_only");
    assertRefused(token, new GrantScope.Operation("gpu-2", "op-1"), "read_only");
    assertRefused(token, new GrantScope.Push("gpu-1", "op-1"), "read_only");
  }

  @Test
  void tokenIsACompactJwsWithTheContractsClaims() {
    String[] parts = signerAt(NOW).sign(GRANT).split("\\.", -1);

    assertThat(decode(parts[0])).contains("\"alg\":\"EdDSA\"", "\"kid\":\"" + key.keyId() + "\"");
    assertThat(decode(parts[1]))
        .contains("\"op\":\"op-1\"", "\"epoch\":7", "\"src\":\"gpu-1\"", "\"dst\":\"gpu-2\"")
        .contains("\"sha256\":\"" + HASH + "\"", "\"iss\":\"worker-1\"", "\"jti\":");
  }

  @Test
  void refusesAnotherItemNodeContentOrOperation() {
    String token = signerAt(NOW).sign(GRANT);

    assertRefused(token, new GrantScope.Read("gpu-3", GRANT.itemId(), HASH), "wrong_node");
    assertRefused(token, new GrantScope.Read("gpu-1", "npz/other.npz", HASH), "wrong_item");
    assertRefused(
        token, new GrantScope.Read("gpu-1", GRANT.itemId(), "b".repeat(64)), "wrong_content");
    assertRefused(token, new GrantScope.Operation("gpu-2", "op-2"), "wrong_operation");
    assertRefused(token, new GrantScope.Operation("gpu-1", "op-1"), "wrong_node");
    Grant nextEpoch = new Grant("op-1", 8, GRANT.itemId(), HASH, "gpu-1", "gpu-2");
    assertRefused(token, new GrantScope.Pull("gpu-2", nextEpoch), "wrong_operation");
    assertThat(verifier.refusals())
        .containsEntry(GrantRefusal.WRONG_NODE, 2L)
        .containsEntry(GrantRefusal.WRONG_OPERATION, 2L);
  }

  @Test
  void refusesATokenPastItsTimeEvenWhenItsSignatureIsRemembered() {
    String token = signerAt(NOW).sign(GRANT);
    SteppingClock clock = new SteppingClock(NOW);
    GrantVerifier patient = verifierWith(clock);

    assertThat(patient.verify(token, READ)).isInstanceOf(Granted.class);
    clock.step(Duration.ofMinutes(5));

    assertThat(patient.verify(token, READ))
        .isEqualTo(
            new Refused(
                GrantRefusal.EXPIRED,
                "expired at 2026-11-24T12:05:00Z, it is 2026-11-24T12:05:00Z"));
  }

  @Test
  void refusesATokenFromTheFuture() {
    assertRefused(signerAt(NOW.plusSeconds(31)).sign(GRANT), READ, "not_yet_valid");
    assertThat(verifier.verify(signerAt(NOW.plusSeconds(29)).sign(GRANT), READ))
        .isInstanceOf(Granted.class);
  }

  @Test
  void refusesChangedTokens() {
    String[] parts = signerAt(NOW).sign(GRANT).split("\\.", -1);
    String stretched = decode(parts[1]).replace("gpu-1", "gpu-9");

    assertRefused(parts[0] + "." + encode(stretched) + "." + parts[2], READ, "bad_signature");
    assertRefused(parts[0] + "." + parts[1] + ".AAAA", READ, "bad_signature");
    String none = encode("{\"alg\":\"none\",\"kid\":\"" + key.keyId() + "\"}");
    assertRefused(none + "." + parts[1] + ".", READ, "malformed");
    String symmetric = encode("{\"alg\":\"HS256\",\"kid\":\"" + key.keyId() + "\"}");
    assertRefused(symmetric + "." + parts[1] + "." + parts[2], READ, "wrong_algorithm");
  }

  @Test
  void refusesWhatIsNoGrant() {
    assertRefused(null, READ, "missing");
    assertRefused("", READ, "missing");
    assertRefused("x", READ, "malformed");
    assertRefused("a.b.c", READ, "malformed");
    assertRefused("a".repeat(5000), READ, "malformed");
  }

  @Test
  void refusesAKeyItDoesNotKnow(@TempDir Path elsewhere) throws IOException {
    GrantKeys.generate(elsewhere);
    SigningKey stranger = GrantKeys.loadPrivate(elsewhere.resolve(GrantKeys.PRIVATE_FILE));
    GrantSigner signer =
        new GrantSigner(
            stranger, "worker-2", Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(5));

    assertRefused(signer.sign(GRANT), READ, "unknown_key");
    assertThat(new GrantVerifier(Map.of(), Clock.fixed(NOW, ZoneOffset.UTC)).verify("a.b.c", READ))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aNodeIsCalledOnlyWhereTheGrantSays() {
    String url = "http://gpu-1:7700";
    String signed = signerAt(NOW).sign(GRANT.at(url, null));

    assertThat(verifier.verify(signed, new GrantScope.Pull("gpu-2", GRANT.at(url, null))))
        .isInstanceOf(Granted.class);
    assertThat(verifier.verify(signed, new GrantScope.Pull("gpu-2", GRANT)))
        .as("an order that has nobody called")
        .isInstanceOf(Granted.class);
    GrantScope elsewhere = new GrantScope.Pull("gpu-2", GRANT.at("http://169.254.169.254", null));
    assertRefused(signed, elsewhere, "wrong_address");
    assertRefused(signerAt(NOW).sign(GRANT), elsewhere, "wrong_address");
    assertRefused(
        signed, new GrantScope.Pull("gpu-2", GRANT.at(url, "http://elsewhere")), "wrong_address");
  }

  @Test
  void aTokenThatStartedATransferStartsNoOtherHoweverItIsWritten() {
    String token = signerAt(NOW).sign(GRANT);
    verifier.verify(token, READ);
    assertThat(verifier.refuseSpent(token)).isEmpty();

    verifier.spend(token);
    // The last character of a signature has bits that mean nothing.
    char last = token.charAt(token.length() - 1);
    String dressed = token.substring(0, token.length() - 1) + (char) (last + 1);

    assertThat(verifier.refuseSpent(token)).isPresent();
    if (verifier.verify(dressed, READ) instanceof Granted) {
      assertThat(verifier.refuseSpent(dressed)).isPresent();
    }
    assertThat(verifier.refusals().get(GrantRefusal.REPLAYED)).isPositive();
    String fresh = signerAt(NOW).sign(GRANT);
    verifier.verify(fresh, READ);
    assertThat(verifier.refuseSpent(fresh)).isEmpty();
  }

  @Test
  void keysAreChangedWithoutARestart(@TempDir Path later) throws IOException {
    Path file = folder.resolve(GrantKeys.PUBLIC_FILE);
    String old = Files.readString(file);
    AtomicLong nanos = new AtomicLong();
    GrantVerifier running =
        new GrantVerifier(new PublicKeyFile(file, nanos::get), Clock.fixed(NOW, ZoneOffset.UTC));
    String signedByOld = signerAt(NOW).sign(GRANT);
    assertThat(running.verify(signedByOld, READ)).isInstanceOf(Granted.class);
    GrantKeys.generate(later);
    String signedByNew =
        new GrantSigner(
                GrantKeys.loadPrivate(later.resolve(GrantKeys.PRIVATE_FILE)),
                "worker-1",
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofMinutes(5))
            .sign(GRANT);
    String added = Files.readString(later.resolve(GrantKeys.PUBLIC_FILE));

    rewrite(file, old + added, 1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(running.verify(signedByNew, READ)).isInstanceOf(Granted.class);
    assertThat(running.verify(signedByOld, READ)).isInstanceOf(Granted.class);

    rewrite(file, "no key at all", 2);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(running.verify(signedByNew, READ))
        .as("what was read stands")
        .isInstanceOf(Granted.class);

    rewrite(file, added, 3);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(running.verify(signedByOld, READ))
        .as("although its signature is remembered")
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(GrantRefusal.UNKNOWN_KEY));
  }

  private static void rewrite(Path file, String text, int second) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(second)));
  }

  private void assertRefused(String token, GrantScope scope, String code) {
    GrantVerdict verdict = verifier.verify(token, scope);
    assertThat(verdict).isInstanceOf(Refused.class);
    assertThat(((Refused) verdict).reason().code()).isEqualTo(code);
  }

  private GrantSigner signerAt(Instant time) {
    return new GrantSigner(
        key, "worker-1", Clock.fixed(time, ZoneOffset.UTC), Duration.ofMinutes(5));
  }

  private GrantVerifier verifierAt(Instant time) {
    return verifierWith(Clock.fixed(time, ZoneOffset.UTC));
  }

  private GrantVerifier verifierWith(Clock clock) {
    try {
      return new GrantVerifier(GrantKeys.loadPublic(folder.resolve(GrantKeys.PUBLIC_FILE)), clock);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
