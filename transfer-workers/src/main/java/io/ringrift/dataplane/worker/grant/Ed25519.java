package io.ringrift.dataplane.worker.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Set;

/** The JDK's Ed25519 behind Nimbus' seams; Nimbus' own needs Tink. */
final class Ed25519 {
  static final JWSAlgorithm ALGORITHM = JWSAlgorithm.EdDSA;

  private Ed25519() {}

  record Signer(PrivateKey key) implements JWSSigner {
    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input);
        return Base64URL.encode(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new JOSEException("Ed25519 signature failed", e);
      }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(ALGORITHM);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }

  record Verifier(PublicKey key) implements JWSVerifier {
    @Override
    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
        throws JOSEException {
      try {
        Signature verification = Signature.getInstance("Ed25519");
        verification.initVerify(key);
        verification.update(input);
        return verification.verify(signature.decode());
      } catch (GeneralSecurityException e) {
        // The JDK throws for a signature of the wrong length or outside the curve.
        return false;
      }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(ALGORITHM);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }
}
