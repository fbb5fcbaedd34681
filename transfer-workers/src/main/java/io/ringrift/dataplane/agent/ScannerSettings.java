package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketScanner;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a scanner of a bucket. */
final class ScannerSettings {
  static final String NODE_ID = "s3.node.id";
  static final String FOLDER = "s3.folder";
  static final String INTERVAL = "s3.interval.ms";
  static final String HEARTBEAT = "s3.heartbeat.interval.ms";
  static final String ITEMS = "s3.items";
  static final String MANIFEST = "s3.manifest";
  static final String PROVIDER = "s3.provider";
  static final String GRANT_KEYS = "s3.grant.public.keys";
  static final String BIND = "s3.agent.bind";
  static final String PORT = "s3.agent.port";
  static final String AGENT_ENDPOINT = "s3.agent.endpoint";
  static final String RECEIVES = "s3.receives";
  static final String ROLES = "s3.roles";
  static final String CAPACITY = "s3.capacity.bytes";

  private ScannerSettings() {}

  static ConfigDef definition() {
    ConfigDef.NonEmptyString given = new ConfigDef.NonEmptyString();
    Object none = ConfigDef.NO_DEFAULT_VALUE;
    return BucketSettings.define(CommonSettings.definition())
        .define(
            NODE_ID,
            Type.STRING,
            none,
            given,
            Importance.HIGH,
            "The node that the bucket is, as in topics.")
        .define(
            BucketSettings.BUCKET, Type.STRING, none, given, Importance.HIGH, "Name of the bucket.")
        .define(
            FOLDER,
            Type.STRING,
            none,
            given,
            Importance.HIGH,
            "Folder of the scanner's own, for the last known state of the bucket.")
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
            MANIFEST,
            Type.STRING,
            "consolidated/manifest.json",
            Importance.MEDIUM,
            "Key of the consolidated manifest; empty: there is none.")
        .define(PROVIDER, Type.STRING, "", Importance.LOW, "Who runs the bucket.")
        .define(
            GRANT_KEYS,
            Type.STRING,
            "",
            Importance.HIGH,
            "PEM file with the public keys of those who may order transfers; empty: nothing is"
                + " brought into the bucket.")
        .define(
            BIND,
            Type.STRING,
            "127.0.0.1",
            given,
            Importance.MEDIUM,
            "Address to listen at for what was brought into the bucket.")
        .define(
            PORT,
            Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.MEDIUM,
            "Port to listen at; 0: any free one, told at the start.")
        .define(
            AGENT_ENDPOINT,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Base URL that agents reach the scanner at; empty: the bound address.")
        .define(
            RECEIVES,
            Type.LIST,
            List.of("NPZ", "GAME", "MODEL", "CHECKPOINT"),
            ConfigDef.ValidList.in("NPZ", "GAME", "MODEL", "CHECKPOINT"),
            Importance.MEDIUM,
            "Receive policy: item types that the bucket takes.")
        .define(
            ROLES,
            Type.LIST,
            List.of("backup"),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.MEDIUM,
            "What the bucket is for: backup, storage, ...")
        .define(
            CAPACITY,
            Type.LONG,
            1L << 50,
            Range.between(1L, Long.MAX_VALUE),
            Importance.MEDIUM,
            "What the bucket may hold; what is in it counts against this.");
  }

  /**
   * @throws SettingsException with every fault
   */
  static BucketScanner.Names names(Settings settings) {
    List<String> faults = new ArrayList<>();
    ItemPatterns patterns = ItemPatterns.STANDARD;
    try {
      patterns = ItemPatterns.of(settings.list(ITEMS));
    } catch (IllegalArgumentException e) {
      faults.add(ITEMS + " has " + e.getMessage());
    }
    FolderMap folders = BucketSettings.folders(settings, faults);
    BucketSettings.connection(settings, faults);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return new BucketScanner.Names(patterns, folders, settings.string(MANIFEST));
  }
}
