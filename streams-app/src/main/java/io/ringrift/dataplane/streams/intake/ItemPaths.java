package io.ringrift.dataplane.streams.intake;

import java.util.Optional;

/** Item ids from paths of files at a node. */
final class ItemPaths {

  private ItemPaths() {}

  /**
   * The path below the node's data folder. Where that folder isn't known: from the folder of the
   * item's class on, if the path has exactly one.
   *
   * @param dataRoot absolute; null when not known
   * @param folder of the class, e.g. {@code npz}
   * @return empty if the item id can't be told
   */
  static Optional<String> itemId(String path, String dataRoot, String folder) {
    if (path.contains("://") || path.indexOf('\\') >= 0) {
      return Optional.empty();
    }
    if (path.startsWith(folder + "/")) {
      return Optional.of(path);
    }
    if (dataRoot != null && path.startsWith("/")) {
      String root = dataRoot.endsWith("/") ? dataRoot : dataRoot + "/";
      return path.startsWith(root) && path.length() > root.length()
          ? Optional.of(path.substring(root.length()))
          : Optional.empty();
    }
    String marked = "/" + path;
    String mark = "/" + folder + "/";
    int first = marked.indexOf(mark);
    boolean once = first >= 0 && marked.indexOf(mark, first + 1) < 0;
    return once ? Optional.of(marked.substring(first + 1)) : Optional.empty();
  }
}
