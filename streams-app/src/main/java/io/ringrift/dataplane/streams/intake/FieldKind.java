package io.ringrift.dataplane.streams.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a value is read. What the contract limits besides (length, characters, range) is checked once
 * the event is made.
 */
public enum FieldKind {
  TEXT("text; more than 2000 characters are cut") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return Optional.of(shortened(text(value)));
    }
  },
  ID("text or a number") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return value.isValueNode() ? Optional.of(text(value)) : Optional.empty();
    }
  },
  NODE("a node's id; an address or URL where the node table has exactly one node with it") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return value.isTextual() ? Optional.of(text(value)) : Optional.empty();
    }
  },
  CONFIG(
      "a config key: `sq8_2p` and `Square8-2p` become `square8_2p`, other tokens stay as they are;"
          + " or an object with `board_type` and `num_players`") {
    @Override
    Optional<Object> parse(JsonNode value) {
      if (value.isObject()) {
        return pair(value.path("board_type"), value.path("num_players"));
      }
      return value.isTextual() ? Optional.of(ConfigKeys.canonical(text(value))) : Optional.empty();
    }
  },
  PATH("a path") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return value.isTextual() ? Optional.of(text(value)) : Optional.empty();
    }
  },
  COUNT("a whole number, also as text") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return decimal(value).flatMap(FieldKind::whole);
    }
  },
  NUMBER("a number, also as text") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return decimal(value).map(BigDecimal::doubleValue);
    }
  },
  TIME(
      "seconds since 1970, 1e8 or more (from 1e11 on milliseconds, from 1e14 microseconds, from"
          + " 1e17 nanoseconds), or ISO-8601; without a zone it is taken as UTC, and 0 as not said") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return value.isTextual() || value.isNumber()
          ? Times.parse(text(value)).map(time -> (Object) time)
          : Optional.empty();
    }
  },
  HASH("64 hex digits in any case, with or without `sha256:` in front") {
    @Override
    Optional<Object> parse(JsonNode value) {
      String hash = text(value).toLowerCase(Locale.ROOT);
      return Optional.of(hash.startsWith("sha256:") ? hash.substring("sha256:".length()) : hash);
    }
  },
  ITEM_TYPE("`NPZ`, `GAME`, `MODEL` or `CHECKPOINT`, in any case, singular or plural") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return switch (word(value)) {
        case "NPZ", "TRAINING", "TRAINING_DATA" -> Optional.of(ItemType.NPZ);
        case "GAME", "GAMES", "GAME_DB", "SELFPLAY" -> Optional.of(ItemType.GAME);
        case "MODEL", "MODELS" -> Optional.of(ItemType.MODEL);
        case "CHECKPOINT", "CHECKPOINTS" -> Optional.of(ItemType.CHECKPOINT);
        default -> Optional.empty();
      };
    }
  },
  NODE_KIND("`HOST`, `DRIVE` or `BUCKET`, in any case") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return constant(NodeKind.class, word(value));
    }
  },
  ROLES("a list of words, or words separated by commas") {
    @Override
    Optional<Object> parse(JsonNode value) {
      List<String> words = new ArrayList<>();
      if (value.isArray()) {
        value.forEach(each -> words.add(each.asText()));
      } else if (value.isTextual()) {
        words.addAll(List.of(value.asText().split(",", -1)));
      } else {
        return Optional.empty();
      }
      TreeSet<String> roles = new TreeSet<>();
      words.forEach(word -> roles.add(word.strip().toLowerCase(Locale.ROOT)));
      roles.remove("");
      return Optional.of(roles);
    }
  },
  SCOPE("`CLUSTER`, `NODE` or `QUEUE`, in any case; also `GLOBAL`, `ALL`, `HOST`") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return switch (word(value)) {
        case "CLUSTER", "GLOBAL", "ALL", "CLUSTER_WIDE" -> Optional.of(ClusterEvent.Scope.CLUSTER);
        case "NODE", "HOST" -> Optional.of(ClusterEvent.Scope.NODE);
        case "QUEUE", "PRIORITY" -> Optional.of(ClusterEvent.Scope.QUEUE);
        default -> Optional.empty();
      };
    }
  },
  QUEUE("`CRITICAL`, `HIGH`, `NORMAL`, `LOW` or `COLD_STORAGE`, in any case, or its topic") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return Pressure.queue(text(value)).map(queue -> (Object) queue);
    }
  },
  FLAG("true or false") {
    @Override
    Optional<Object> parse(JsonNode value) {
      return switch (word(value)) {
        case "TRUE", "1", "YES" -> Optional.of(true);
        case "FALSE", "0", "NO" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  };

  private static final int LONGEST_TEXT = 2000;
  private static final String CUT = "... (cut)";

  private final String allowed;

  FieldKind(String allowed) {
    this.allowed = allowed;
  }

  /** What is accepted, for people; code in backquotes. */
  public String allowed() {
    return allowed;
  }

  /** Empty if the value can't be one of this kind. */
  abstract Optional<Object> parse(JsonNode value);

  /** A config key out of its two parts. */
  static Optional<Object> pair(JsonNode board, JsonNode players) {
    Optional<Object> count = COUNT.parse(players);
    return board.isTextual() && count.isPresent()
        ? Optional.of(ConfigKeys.of(text(board), (Long) count.get()))
        : Optional.empty();
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText().strip() : value.toString();
  }

  private static String word(JsonNode value) {
    return text(value).toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  private static Optional<BigDecimal> decimal(JsonNode value) {
    if (!value.isNumber() && !value.isTextual()) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text(value));
      return Math.abs((long) number.precision() - number.scale()) > 30
          ? Optional.empty()
          : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> whole(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static <E extends Enum<E>> Optional<Object> constant(Class<E> type, String name) {
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }
}
