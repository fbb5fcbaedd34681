package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request and its answer without a connection. */
final class CommandExchange extends HttpExchange {
  private final String method;
  private final URI uri;
  private final InputStream body;
  private final Headers request = new Headers();
  private final Headers response = new Headers();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private int status = -1;

  /**
   * @param grant null: none
   * @param body null: none
   */
  CommandExchange(String method, URI uri, String grant, String body) {
    this.method = method;
    this.uri = uri;
    this.body =
        new ByteArrayInputStream((body == null ? "" : body).getBytes(StandardCharsets.UTF_8));
    if (grant != null) {
      request.set("Authorization", "Bearer " + grant);
    }
  }

  String answer() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Headers getRequestHeaders() {
    return request;
  }

  @Override
  public Headers getResponseHeaders() {
    return response;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public InputStream getRequestBody() {
    return body;
  }

  @Override
  public OutputStream getResponseBody() {
    return answer;
  }

  @Override
  public void sendResponseHeaders(int code, long length) {
    status = code;
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public String getProtocol() {
    return "command";
  }

  /** Nobody: it came through the brokers. */
  @Override
  public InetSocketAddress getRemoteAddress() {
    return null;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return null;
  }

  @Override
  public HttpContext getHttpContext() {
    return null;
  }

  @Override
  public HttpPrincipal getPrincipal() {
    return null;
  }

  @Override
  public Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, Object value) {
    throw new UnsupportedOperationException("a command has no attributes");
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    throw new UnsupportedOperationException("a command has no filters");
  }

  @Override
  public void close() {
    // There is no connection.
  }
}
