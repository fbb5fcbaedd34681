package io.ringrift.dataplane.agent.program;

/** The programs that transports need. */
public enum Requirement {
  ARIA2C("aria2c", "aria2", "bittorrent", "--version"),
  RSYNC("rsync", "rsync", "rsync", "--version"),
  /** Where rsync goes by ssh. */
  SSH("ssh", "openssh-client", "rsync by ssh", "-V");

  private final String program;
  private final String debianPackage;
  private final String transport;
  private final String versionOption;

  Requirement(String program, String debianPackage, String transport, String versionOption) {
    this.program = program;
    this.debianPackage = debianPackage;
    this.transport = transport;
    this.versionOption = versionOption;
  }

  /** What it is called on the command line. */
  public String program() {
    return program;
  }

  /** What has it in Debian. */
  public String debianPackage() {
    return debianPackage;
  }

  /** Which transport, or way of one, can't be used without it. */
  public String transport() {
    return transport;
  }

  /**
   * The program as this machine has it.
   *
   * @param told its name, which is looked for on the {@code PATH}, or a path to it
   */
  public Program at(String told) {
    return Program.of(told, versionOption);
  }
}
