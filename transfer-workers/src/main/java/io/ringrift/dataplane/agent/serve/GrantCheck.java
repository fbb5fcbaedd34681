package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantRefusal;
import io.ringrift.dataplane.worker.grant.GrantScope;
import io.ringrift.dataplane.worker.grant.GrantVerdict;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Granted;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Refused;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a request pass only with a grant that covers it. */
final class GrantCheck {
  private static final Logger LOG = LoggerFactory.getLogger(GrantCheck.class);
  private static final String BEARER = "Bearer ";

  private final GrantVerifier verifier;

  GrantCheck(GrantVerifier verifier) {
    this.verifier = verifier;
  }

  /** The grant of a request, or 403 with the reason. */
  Grant require(HttpExchange exchange, GrantScope scope) throws ApiException {
    return require(exchange, token(exchange), scope);
  }

  /** The grant that a request carries in its body, or 403 with the reason. */
  Grant require(HttpExchange exchange, String token, GrantScope scope) throws ApiException {
    GrantVerdict verdict = verifier.verify(token, scope);
    if (verdict instanceof Granted granted) {
      return granted.grant();
    }
    throw refusal(exchange, (Refused) verdict);
  }

  /** This grant has started a transfer, and is to start no other. */
  void spend(String token) {
    verifier.spend(token);
  }

  /** 403 if this grant, which the request carries, has started a transfer before. */
  void refuseSpent(HttpExchange exchange, String token) throws ApiException {
    Optional<Refused> refused = verifier.refuseSpent(token);
    if (refused.isPresent()) {
      throw refusal(exchange, refused.get());
    }
  }

  private static ApiException refusal(HttpExchange exchange, Refused refused) {
    LOG.warn(
        "refused {} {} from {}: {}: {}",
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRemoteAddress() == null ? "the command topic" : exchange.getRemoteAddress(),
        refused.reason().code(),
        refused.message());
    Reaction reaction =
        refused.reason() == GrantRefusal.EXPIRED ? Reaction.RETRY_SAME : Reaction.GIVE_UP;
    return new ApiException(
        ApiError.UNAUTHORISED, refused.message(), reaction, refused.reason().code(), 0);
  }

  /** The token of a request, or null. */
  static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null && header.startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
