package io.ringrift.dataplane.agent.serve;

import java.util.Locale;

/** Everything an agent can refuse with; the lower-case name stands in the body. */
enum ApiError {
  BAD_REQUEST(400),
  UNAUTHORISED(403),
  UNTRUSTED_PEER(403),
  NOT_FOUND(404),
  SOURCE_MISSING(404),
  UNKNOWN_PULL(404),
  METHOD_NOT_ALLOWED(405),
  SUPERSEDED(409),
  PAYLOAD_TOO_LARGE(413),
  RANGE_NOT_SATISFIABLE(416),
  TARGET_REFUSES(422),
  UNKNOWN_TRANSPORT(422),
  INTERNAL_ERROR(500),
  PROGRAM_FAILED(502),
  BUSY(503),
  DISK_FULL(507);

  private final int status;

  ApiError(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
