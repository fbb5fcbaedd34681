package io.ringrift.dataplane.worker.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jwt.JWTClaimsSet;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Refused;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges tokens; for agents. The algorithm is pinned, keys are looked up by id, and every refusal
 * is counted by reason. Thread-safe.
 *
 * <p>A fetch sends one token with hundreds of range requests, and checking a signature costs about
 * a millisecond: signatures found good are remembered. Time and scope are judged anew each time.
 */
public final class GrantVerifier {
  /** How far the signer's clock may be ahead of ours. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** Tokens longer than this are refused unread; a genuine one has 400 to 1,200 characters. */
  private static final int MAX_TOKEN_LENGTH = 4096;

  /** Claim {@code use} of a grant that only reads. */
  static final String READ = "read";

  private static final int REMEMBERED = 256;

  private static final int SPENT_REMEMBERED = 4096;

  private final Supplier<Map<String, PublicKey>> keys;
  private final Clock clock;
  private final Map<String, Signed> genuine = Collections.synchronizedMap(new Recent<>(REMEMBERED));
  private final Map<String, Boolean> spent =
      Collections.synchronizedMap(new Recent<>(SPENT_REMEMBERED));
  private final EnumMap<GrantRefusal, Long> refusals = new EnumMap<>(GrantRefusal.class);

  /**
   * @param keys accepted public keys by key id, see {@link GrantKeys#loadPublic}
   */
  public GrantVerifier(Map<String, PublicKey> keys, Clock clock) {
    this(() -> keys, clock);
  }

  /**
   * @param keys asked each time, so that a key that is taken away is refused from then on
   */
  public GrantVerifier(Supplier<Map<String, PublicKey>> keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Judges a token for one request.
   *
   * @param token the part of the Authorization header after {@code Bearer}, or null
   */
  public GrantVerdict verify(String token, GrantScope scope) {
    return counted(judge(token, scope));
  }

  /** This token has started a transfer: it is to start no other. */
  public void spend(String token) {
    Signed signed = genuine.get(token);
    if (signed != null) {
      spent.put(signed.id(), true);
    }
  }

  /** Refuses a token that has been {@link #spend spent}; a genuine one in another dress, too. */
  public Optional<Refused> refuseSpent(String token) {
    Signed signed = genuine.get(token);
    if (signed == null || !spent.containsKey(signed.id())) {
      return Optional.empty();
    }
    Refused refused =
        new Refused(
            GrantRefusal.REPLAYED, "grant " + signed.id() + " has started a transfer here before");
    counted(refused);
    return Optional.of(refused);
  }

  private GrantVerdict counted(GrantVerdict verdict) {
    if (verdict instanceof Refused refused) {
      synchronized (refusals) {
        refusals.merge(refused.reason(), 1L, Long::sum);
      }
    }
    return verdict;
  }

  /** Refusals since the start, by reason. */
  public Map<GrantRefusal, Long> refusals() {
    synchronized (refusals) {
      return new EnumMap<>(refusals);
    }
  }

  private GrantVerdict judge(String token, GrantScope scope) {
    if (token == null || token.isBlank()) {
      return new Refused(GrantRefusal.MISSING, "no Authorization: Bearer header");
    }
    if (token.length() > MAX_TOKEN_LENGTH) {
      return new Refused(
          GrantRefusal.MALFORMED, "token is longer than " + MAX_TOKEN_LENGTH + " characters");
    }
    try {
      Signed signed = genuine.get(token);
      if (signed == null || !signed.key().equals(keys.get().get(signed.keyId()))) {
        signed = check(token);
        genuine.put(token, signed);
      }
      refuseOutsideItsTime(signed);
      return scope.judge(signed.grant());
    } catch (RefusedException e) {
      return e.refused;
    }
  }

  private Signed check(String token) throws RefusedException {
    try {
      JWSObject jws = JWSObject.parse(token);
      PublicKey key = checkSignature(jws);
      return signed(
          jws.getHeader().getKeyID(), key, JWTClaimsSet.parse(jws.getPayload().toString()));
    } catch (ParseException | IllegalArgumentException e) {
      throw new RefusedException(GrantRefusal.MALFORMED, "not a grant: " + e.getMessage());
    }
  }

  private PublicKey checkSignature(JWSObject jws) throws RefusedException {
    JWSHeader header = jws.getHeader();
    if (!header.getAlgorithm().equals(Ed25519.ALGORITHM)) {
      throw new RefusedException(
          GrantRefusal.WRONG_ALGORITHM,
          "alg is " + header.getAlgorithm() + ", allowed is " + Ed25519.ALGORITHM);
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw new RefusedException(GrantRefusal.MALFORMED, "crit and b64 headers are not allowed");
    }
    Map<String, PublicKey> known = keys.get();
    PublicKey key = header.getKeyID() == null ? null : known.get(header.getKeyID());
    if (key == null) {
      throw new RefusedException(
          GrantRefusal.UNKNOWN_KEY, "key " + header.getKeyID() + " is none of " + known.keySet());
    }
    try {
      if (!jws.verify(new Ed25519.Verifier(key))) {
        throw new RefusedException(
            GrantRefusal.BAD_SIGNATURE, "signature does not match key " + header.getKeyID());
      }
    } catch (JOSEException e) {
      throw new RefusedException(GrantRefusal.BAD_SIGNATURE, e.getMessage());
    }
    return key;
  }

  private static Signed signed(String keyId, PublicKey key, JWTClaimsSet claims)
      throws ParseException {
    Long epoch = claims.getLongClaim("epoch");
    if (epoch == null
        || claims.getIssueTime() == null
        || claims.getExpirationTime() == null
        || claims.getJWTID() == null) {
      throw new IllegalArgumentException("claims epoch, iat, exp and jti are required");
    }
    Grant grant =
        new Grant(
            claims.getStringClaim("op"),
            epoch,
            claims.getStringClaim("item"),
            claims.getStringClaim("sha256"),
            claims.getStringClaim("src"),
            claims.getStringClaim("dst"),
            claims.getStringClaim("src_url"),
            claims.getStringClaim("dst_url"),
            use(claims.getStringClaim("use")));
    return new Signed(
        grant,
        claims.getJWTID(),
        keyId,
        key,
        claims.getIssueTime().toInstant(),
        claims.getExpirationTime().toInstant());
  }

  /** What is meant for a use that we don't know is for none of ours. */
  private static Grant.Use use(String claim) {
    if (claim != null && !claim.equals(READ)) {
      throw new IllegalArgumentException("claim use is '" + claim + "', allowed is " + READ);
    }
    return claim == null ? Grant.Use.ORDER : Grant.Use.READ;
  }

  private void refuseOutsideItsTime(Signed signed) throws RefusedException {
    Instant now = clock.instant();
    if (!now.isBefore(signed.expires())) {
      throw new RefusedException(
          GrantRefusal.EXPIRED, "expired at " + signed.expires() + ", it is " + now);
    }
    if (signed.issued().isAfter(now.plus(CLOCK_SKEW))) {
      throw new RefusedException(
          GrantRefusal.NOT_YET_VALID, "issued at " + signed.issued() + ", it is " + now);
    }
    Duration lifetime = Duration.between(signed.issued(), signed.expires());
    if (lifetime.compareTo(GrantSigner.MAX_LIFETIME) > 0) {
      throw new RefusedException(
          GrantRefusal.LIFETIME_TOO_LONG,
          "lives " + lifetime + ", allowed is " + GrantSigner.MAX_LIFETIME);
    }
  }

  /** Forgets what was not used for longest. */
  private static final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    private Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }

  private record Signed(
      Grant grant, String id, String keyId, PublicKey key, Instant issued, Instant expires) {}

  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refused refused;

    private RefusedException(GrantRefusal reason, String message) {
      super(message, null, false, false);
      refused = new Refused(reason, message);
    }
  }
}
