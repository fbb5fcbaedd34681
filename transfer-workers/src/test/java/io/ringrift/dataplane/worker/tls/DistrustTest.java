package io.ringrift.dataplane.worker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistrustTest {

  @Test
  void isWhatThisSideSaysOfACertificate() {
    IOException failure = handshake("PKIX path validation failed");
    failure.initCause(new CertificateExpiredException("NotAfter: yesterday"));

    assertThat(Tls.distrust(new IOException(failure)))
        .hasValue("PKIX path validation failed (NotAfter: yesterday)");
    assertThat(Tls.distrust(new SSLPeerUnverifiedException("no such name"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received fatal alert: certificate_unknown",
        "(certificate_required) Received fatal alert: certificate_required",
        "Received fatal alert: handshake_failure"
      })
  void isWhatTheOtherSideSaysOfACertificate(String message) {
    assertThat(Tls.distrust(new IOException(handshake(message)))).hasValue(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote host terminated the handshake",
        "Received fatal alert: bad_record_mac",
        "Received fatal alert: decode_error",
        "Unsupported or unrecognized SSL message"
      })
  void isNotALineThatWasCutOrFlippedABit(String message) {
    assertThat(Tls.distrust(handshake(message))).isEmpty();
    assertThat(Tls.distrust(new SSLException(message, new EOFException()))).isEmpty();
  }

  private static SSLHandshakeException handshake(String message) {
    return new SSLHandshakeException(message);
  }
}
