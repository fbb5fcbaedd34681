package io.ringrift.dataplane.agent.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The classes of items, told by the first segment of the path and the ending of the name. */
public enum ItemKind {
  NPZ("npz", List.of(".npz")),
  GAME("games", List.of(".db")),
  MODEL("models", List.of(".pth", ".pt", ".onnx")),
  /** A checkpoint is whatever a training job writes there. */
  CHECKPOINT("checkpoints", List.of(""));

  private final String folder;
  private final List<String> endings;

  ItemKind(String folder, List<String> endings) {
    this.folder = folder;
    this.endings = endings;
  }

  /** First segment of the item ids of this kind. */
  public String folder() {
    return folder;
  }

  static Optional<ItemKind> of(String folder, String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    for (ItemKind kind : values()) {
      if (kind.folder.equals(folder) && kind.endings.stream().anyMatch(lower::endsWith)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
