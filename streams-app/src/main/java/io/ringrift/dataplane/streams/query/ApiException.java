package io.ringrift.dataplane.streams.query;

/** Why a query can't be answered: an HTTP status, a stable code, a sentence with the next step. */
final class ApiException extends RuntimeException {

  private final int status;
  private final String code;

  private ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "invalid_argument", message);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, "not_found", message);
  }

  static ApiException notReady(String message) {
    return new ApiException(503, "not_ready", message);
  }

  static ApiException method(String method, String allowed) {
    return new ApiException(
        405, "method_not_allowed", "method is " + method + ", allowed here: " + allowed);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
