package io.ringrift.dataplane.agent.program;

/** The programs that transports need. */
public enum Requirement {
  ARIA2C("aria2c", "aria2", "bittorrent"),
  RSYNC("rsync", "rsync", "rsync");

  private final String program;
  private final String debianPackage;
  private final String transport;

  Requirement(String program, String debianPackage, String transport) {
    this.program = program;
    this.debianPackage = debianPackage;
    this.transport = transport;
  }

  /** What it is called on the command line. */
  public String program() {
    return program;
  }

  /** What has it in Debian. */
  public String debianPackage() {
    return debianPackage;
  }

  /** Which transport can't be used without it. */
  public String transport() {
    return transport;
  }
}
