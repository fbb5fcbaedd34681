package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.local.demo.FileOnDisk;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What lies in the data folders of all nodes and in the bucket, looked at without any agent. */
record Disks(Map<Place, String> hashes) {

  /** An item at a node. */
  record Place(String node, String itemId) {}

  Disks {
    hashes = Map.copyOf(hashes);
  }

  /**
   * Hashes every visible file and every object.
   *
   * @param wanted which items; the others are left out
   */
  static Disks read(StackPlan plan, Bucket bucket, Predicate<String> wanted) throws IOException {
    Map<Place, String> hashes = new HashMap<>();
    for (NodePlan node : plan.nodes()) {
      if (node.kind().equals(NodePlan.BUCKET)) {
        bucket
            .hashes(wanted)
            .forEach((item, sha256) -> hashes.put(new Place(node.id(), item), sha256));
        continue;
      }
      Path root = plan.dataOf(node.id());
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
              return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String item = root.relativize(file).toString();
              if (!isHidden(file) && wanted.test(item)) {
                hashes.put(new Place(node.id(), item), FileOnDisk.sha256(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return new Disks(hashes);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
