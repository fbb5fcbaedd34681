package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.agent.ScannerApp;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code dataplane s3-scan}: the scanner of a bucket. */
@Command(
    name = "s3-scan",
    header = "Run the scanner of an S3 bucket: reports what is in it.",
    description = "Without --config-file it joins the stack that runs on this machine.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane s3-scan --set s3.node.id=s3 --set s3.bucket=training --set s3.folder=/var/s3",
      "  ./dataplane s3-scan --config-file dataplane.properties"
    })
final class S3ScanCommand extends ProcessCommand {

  S3ScanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void run(Path file, Map<String, String> flags, boolean showStackTraces) {
    ScannerApp.main(words(file, flags, showStackTraces));
  }
}
