package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketConnection;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.contract.config.Settings;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a bucket, the same for its scanner and for the agents that move its items. */
final class BucketSettings {
  static final String BUCKET = "s3.bucket";
  static final String PREFIX = "s3.prefix";
  static final String ENDPOINT = "s3.endpoint";
  static final String REGION = "s3.region";
  static final String PATH_STYLE = "s3.path.style";
  static final String CHECKSUMS = "s3.checksums";
  static final String FOLDERS = "s3.folders";

  private BucketSettings() {}

  /** All but the bucket's name, which only a scanner can't do without. */
  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(PREFIX, Type.STRING, "", Importance.MEDIUM, "Keys that matter begin with this.")
        .define(ENDPOINT, Type.STRING, "", Importance.MEDIUM, "URL of the server; empty: Amazon's.")
        .define(
            REGION,
            Type.STRING,
            "us-east-1",
            new ConfigDef.NonEmptyString(),
            Importance.MEDIUM,
            "Region.")
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
            FOLDERS,
            Type.LIST,
            List.of(
                "consolidated/games=games",
                "consolidated/models=models",
                "consolidated/training=npz"),
            Importance.MEDIUM,
            "Folders whose items go by another name, as agent.folders.");
  }

  /**
   * @param faults gets what can't be used
   */
  static BucketConnection connection(Settings settings, List<String> faults) {
    String endpoint = settings.string(ENDPOINT);
    boolean usable = endpoint.matches("(https?://[^/]+.*)?");
    if (!usable) {
      faults.add(ENDPOINT + " is '" + endpoint + "', allowed: http(s)://host[:port]");
    }
    return new BucketConnection(
        endpoint.isEmpty() || !usable ? null : URI.create(endpoint),
        settings.string(REGION),
        settings.flag(PATH_STYLE),
        settings.flag(CHECKSUMS));
  }

  /**
   * The bucket of an agent; null if it has none.
   *
   * @param faults gets what can't be used
   */
  static AgentConfig.Bucket bucket(Settings settings, List<String> faults) {
    BucketConnection connection = connection(settings, faults);
    FolderMap folders = folders(settings, faults);
    String name = settings.string(BUCKET);
    return name.isEmpty()
        ? null
        : new AgentConfig.Bucket(connection, name, settings.string(PREFIX), folders);
  }

  /**
   * @param faults gets what can't be used
   */
  static FolderMap folders(Settings settings, List<String> faults) {
    try {
      return FolderMap.of(settings.list(FOLDERS));
    } catch (IllegalArgumentException e) {
      faults.add(FOLDERS + " has " + e.getMessage());
      return FolderMap.NONE;
    }
  }
}
