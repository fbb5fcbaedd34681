package io.ringrift.dataplane.contract.config;

import java.util.List;

/** Settings that can't be used; names every fault at once, one a line. */
public final class SettingsException extends RuntimeException {

  private final List<String> faults;

  public SettingsException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
    this.faults = List.copyOf(faults);
  }

  /** Each names the setting, its value and what is allowed. */
  public List<String> faults() {
    return faults;
  }
}
