package io.ringrift.dataplane.local.command;

import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: what one is asked for first when something is wrong. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String own = Versions.class.getPackage().getImplementationVersion();
    return new String[] {
      // Classes that weren't packed have no version.
      "dataplane " + (own == null ? "not packed" : own),
      "Kafka clients " + AppInfoParser.getVersion(),
      "Java " + System.getProperty("java.version")
    };
  }
}
