package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection to the port that the source told. */
final class DirectWay implements Way {
  private static final int CONNECT_MILLIS = 5_000;

  private final InetSocketAddress source;
  private final Socket socket = new Socket();
  private volatile FetchFailure trouble;

  DirectWay(InetSocketAddress source) {
    this.source = source;
  }

  @Override
  public void open() throws IOException {
    try {
      socket.connect(source, CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      trouble = new FetchFailure(FailureCode.UNREACHABLE, source + ": " + e.getMessage());
      throw e;
    }
  }

  @Override
  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public FetchFailure trouble() {
    return trouble;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is being given up.
    }
  }
}
