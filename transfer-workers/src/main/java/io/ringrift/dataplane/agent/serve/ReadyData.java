package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The training data that this node can give a trainer now: of a config's verified NPZ files that
 * are not stale, the one with the newest content. Verified is what this node has read whole and
 * found good, or received under the ordered hash. Quality is not known here: who wants the plane's
 * choice waits for its DATA_AVAILABLE and asks for that hash.
 */
public final class ReadyData {
  private static final Comparator<Holding> NEWEST_FIRST =
      Comparator.comparing((Holding holding) -> holding.content().contentTime())
          .reversed()
          .thenComparing(holding -> holding.name().itemId());

  private final DataRoot root;
  private final HoldingIndex index;
  private final Pulls pulls;
  private final IntSupplier unread;
  private final Duration freshFor;
  private final Clock clock;

  /**
   * What a trainer wants.
   *
   * @param sha256 only this content will do; empty: any
   */
  record Wish(String configKey, Optional<String> sha256) {}

  /** What it is told. */
  sealed interface Answer {
    /**
     * It can begin.
     *
     * @param path absolute
     */
    record Ready(Holding holding, Path path) implements Answer {}

    /**
     * It has to wait.
     *
     * @param reason a stable word
     */
    record NotYet(String reason, String detail) implements Answer {}
  }

  /**
   * @param unread files whose content is not known yet
   * @param freshFor older content is stale
   */
  public ReadyData(
      DataRoot root,
      HoldingIndex index,
      Pulls pulls,
      IntSupplier unread,
      Duration freshFor,
      Clock clock) {
    this.root = root;
    this.index = index;
    this.pulls = pulls;
    this.unread = unread;
    this.freshFor = freshFor;
    this.clock = clock;
  }

  /** Grows whenever the answers may have changed, but for content that becomes stale. */
  long version() {
    return index.version();
  }

  Answer find(Wish wish) {
    List<Holding> wanted =
        index.of(ItemKind.NPZ, wish.configKey()).stream()
            .filter(holding -> holding.present() && hasContent(wish, holding))
            .toList();
    List<Holding> verified =
        wanted.stream()
            .filter(holding -> holding.content().validation() != Validation.INVALID)
            .sorted(NEWEST_FIRST)
            .toList();
    Instant oldest = clock.instant().minus(freshFor);
    for (Holding holding : verified) {
      if (holding.content().contentTime().isAfter(oldest)) {
        Optional<Path> path = place(holding);
        if (path.isPresent()) {
          return new Answer.Ready(holding, path.get());
        }
      }
    }
    return why(wish, wanted, verified);
  }

  private static boolean hasContent(Wish wish, Holding holding) {
    return wish.sha256().map(hash -> hash.equals(holding.content().sha256())).orElse(true);
  }

  private static boolean isOf(Wish wish, ItemName name) {
    return name.kind() == ItemKind.NPZ && name.configKey().equals(wish.configKey());
  }

  /** Where it lies, if it still is the file that was verified. */
  private Optional<Path> place(Holding holding) {
    try {
      Path path = root.file(holding);
      BasicFileAttributes attributes = root.attributes(path);
      boolean same =
          attributes != null && FileStamp.of(attributes).equals(holding.content().stamp());
      return same ? Optional.of(path) : Optional.empty();
    } catch (IOException e) {
      // What can't be looked at can't be trained with either.
      return Optional.empty();
    }
  }

  /** The reason nearest to a remedy. */
  private Answer why(Wish wish, List<Holding> wanted, List<Holding> verified) {
    for (PullStatus status : pulls.activeStatuses()) {
      if (isOf(wish, status.order().name())) {
        return new Answer.NotYet(
            "arriving",
            "%s is on its way %s: %d of %d bytes"
                .formatted(
                    status.order().name().itemId(),
                    status.order().peer(),
                    status.bytesDone(),
                    status.order().sizeBytes()));
      }
    }
    if (unread.getAsInt() > 0) {
      return new Answer.NotYet(
          "not_read_yet", unread.getAsInt() + " files of this node are still to be read");
    }
    if (!verified.isEmpty()) {
      Content newest = verified.get(0).content();
      boolean stale = !newest.contentTime().isAfter(clock.instant().minus(freshFor));
      return stale
          ? new Answer.NotYet(
              "only_stale",
              "the newest content is of %s, allowed are %s"
                  .formatted(newest.contentTime(), freshFor))
          : new Answer.NotYet(
              "changed",
              verified.get(0).name().itemId() + " is gone or has changed since it was read");
    }
    if (!wanted.isEmpty()) {
      Holding damaged = wanted.get(0);
      return new Answer.NotYet(
          "only_damaged", damaged.name().itemId() + ": " + damaged.content().evidence());
    }
    return new Answer.NotYet("no_data_here", "this node has no NPZ of " + wish.configKey());
  }
}
