package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a connected channel. It is ended by closing that channel, which never waits; closing TLS
 * itself waits for whoever is reading.
 */
final class TlsChannel implements ByteChannel {
  /** Of one TLS record. */
  private static final int RECORD_BYTES = 16 * 1024;

  private final SocketChannel channel;
  private final InputStream arriving;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] bytes = new byte[16 * RECORD_BYTES];

  private TlsChannel(SocketChannel channel, SSLSocket secure) throws IOException {
    this.channel = channel;
    this.arriving = channel.socket().getInputStream();
    this.in = secure.getInputStream();
    this.out = secure.getOutputStream();
  }

  /**
   * Shakes hands.
   *
   * @param host whose certificate it has to be
   */
  static TlsChannel over(SocketChannel channel, String host, int port, Tls tls) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.context().getSocketFactory().createSocket(channel.socket(), host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return new TlsChannel(channel, secure);
  }

  /** Waits for one record, then takes those that are there: each one alone would be a write. */
  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int most = Math.min(buffer.remaining(), bytes.length);
    int read = in.read(bytes, 0, most);
    while (read > 0 && read < most && arriving.available() > 0) {
      int more = in.read(bytes, read, most - read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    if (read > 0) {
      buffer.put(bytes, 0, read);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    byte[] all = new byte[buffer.remaining()];
    buffer.get(all);
    out.write(all);
    out.flush();
    return all.length;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
