package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketConnection;
import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a scanner of a bucket. */
final class ScannerSettings {
  static final String NODE_ID = "s3.node.id";
  static final String BUCKET = "s3.bucket";
  static final String PREFIX = "s3.prefix";
  static final String FOLDER = "s3.folder";
  static final String ENDPOINT = "s3.endpoint";
  static final String REGION = "s3.region";
  static final String PATH_STYLE = "s3.path.style";
  static final String CHECKSUMS = "s3.checksums";
  static final String INTERVAL = "s3.interval.ms";
  static final String HEARTBEAT = "s3.heartbeat.interval.ms";
  static final String ITEMS = "s3.items";
  static final String FOLDERS = "s3.folders";
  static final String MANIFEST = "s3.manifest";
  static final String PROVIDER = "s3.provider";

  private ScannerSettings() {}

  static ConfigDef definition() {
    ConfigDef.NonEmptyString given = new ConfigDef.NonEmptyString();
    Object none = ConfigDef.NO_DEFAULT_VALUE;
    return CommonSettings.definition()
        .define(
            NODE_ID,
            Type.STRING,
            none,
            given,
            Importance.HIGH,
            "The node that the bucket is, as in topics.")
        .define(BUCKET, Type.STRING, none, given, Importance.HIGH, "Name of the bucket.")
        .define(
            FOLDER,
            Type.STRING,
            none,
            given,
            Importance.HIGH,
            "Folder of the scanner's own, for the last known state of the bucket.")
        .define(PREFIX, Type.STRING, "", Importance.MEDIUM, "Keys that matter begin with this.")
        .define(ENDPOINT, Type.STRING, "", Importance.MEDIUM, "URL of the server; empty: Amazon's.")
        .define(REGION, Type.STRING, "us-east-1", given, Importance.MEDIUM, "Region.")
        .define(
            PATH_STYLE,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether the bucket is named in the path, as most servers but Amazon's want it.")
        .define(
            CHECKSUMS,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether requests carry S3's checksums; off for servers that don't know them.")
        .define(
            INTERVAL,
            Type.LONG,
            300_000L,
            Range.between(1_000, 86_400_000),
            Importance.MEDIUM,
            "Between passes over the bucket.")
        .define(
            HEARTBEAT,
            Type.LONG,
            10_000L,
            Range.between(100, 60_000),
            Importance.LOW,
            "Between heartbeats.")
        .define(
            ITEMS,
            Type.LIST,
            List.of(ItemPatterns.STANDARD_NAME),
            Importance.MEDIUM,
            "Patterns of items, as agent.items.")
        .define(
            FOLDERS,
            Type.LIST,
            List.of(
                "consolidated/games=games",
                "consolidated/models=models",
                "consolidated/training=npz"),
            Importance.MEDIUM,
            "Folders whose items go by another name, as agent.folders.")
        .define(
            MANIFEST,
            Type.STRING,
            "consolidated/manifest.json",
            Importance.MEDIUM,
            "Key of the consolidated manifest; empty: there is none.")
        .define(PROVIDER, Type.STRING, "", Importance.LOW, "Who runs the bucket.");
  }

  static BucketConnection connection(Settings settings) {
    String endpoint = settings.string(ENDPOINT);
    return new BucketConnection(
        endpoint.isEmpty() ? null : URI.create(endpoint),
        settings.string(REGION),
        settings.flag(PATH_STYLE),
        settings.flag(CHECKSUMS));
  }

  /**
   * @throws SettingsException with every fault
   */
  static BucketScanner.Names names(Settings settings) {
    List<String> faults = new ArrayList<>();
    ItemPatterns patterns = ItemPatterns.STANDARD;
    FolderMap folders = FolderMap.NONE;
    try {
      patterns = ItemPatterns.of(settings.list(ITEMS));
    } catch (IllegalArgumentException e) {
      faults.add(ITEMS + " has " + e.getMessage());
    }
    try {
      folders = FolderMap.of(settings.list(FOLDERS));
    } catch (IllegalArgumentException e) {
      faults.add(FOLDERS + " has " + e.getMessage());
    }
    if (!settings.string(ENDPOINT).matches("(https?://[^/]+.*)?")) {
      faults.add(
          ENDPOINT + " is '" + settings.string(ENDPOINT) + "', allowed: http(s)://host[:port]");
    }
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return new BucketScanner.Names(patterns, folders, settings.string(MANIFEST));
  }
}
