package io.ringrift.dataplane.worker.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Signs grants; for workers. Thread-safe. */
public final class GrantSigner {
  /** Longest life of a grant; verifiers refuse longer ones. */
  public static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

  private final SigningKey key;
  private final String issuer;
  private final Clock clock;
  private final Duration lifetime;

  /**
   * @param issuer claim {@code iss}: the worker, for the agents' logs
   * @param lifetime of every grant, at most {@link #MAX_LIFETIME}
   */
  public GrantSigner(SigningKey key, String issuer, Clock clock, Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "grant lifetime is " + lifetime + ", allowed is PT1S.." + MAX_LIFETIME);
    }
    this.key = key;
    this.issuer = issuer;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** The token to send as {@code Authorization: Bearer <token>}. */
  public String sign(Grant grant) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .claim("op", grant.operationId())
            .claim("epoch", grant.epoch())
            .claim("item", grant.itemId())
            .claim("sha256", grant.sha256())
            .claim("src", grant.sourceNode())
            .claim("dst", grant.targetNode())
            .claim("src_url", grant.sourceUrl())
            .claim("dst_url", grant.targetUrl())
            .claim("use", grant.use() == Grant.Use.READ ? GrantVerifier.READ : null)
            .build();
    JWSHeader header =
        new JWSHeader.Builder(Ed25519.ALGORITHM)
            .type(JOSEObjectType.JWT)
            .keyID(key.keyId())
            .build();
    JWSObject token = new JWSObject(header, claims.toPayload());
    try {
      token.sign(new Ed25519.Signer(key.key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with key " + key.keyId(), e);
    }
    return token.serialize();
  }
}
