package io.ringrift.dataplane.contract.check;

/** Rules of form for strings; loops instead of patterns, since every record passes them. */
final class Text {

  private static final int ASCII = 128;

  /** Longest piece of a refused value that a message repeats. */
  private static final int SHOWN_CHARS = 80;

  private static final boolean[] TOKEN = table("_.-");
  private static final boolean[] EVENT_ID = table("_.:-");

  private Text() {}

  /** {@code [A-Za-z0-9_.-]{1,64}}, and not {@code .} or {@code ..}, which are folders. */
  static boolean isToken(String text) {
    return consistsOf(TOKEN, text, Limits.TOKEN_CHARS) && !text.equals(".") && !text.equals("..");
  }

  static boolean isEventId(String text) {
    return consistsOf(EVENT_ID, text, Limits.EVENT_ID_CHARS);
  }

  /** 64 lower-case hex digits: hashes are compared as strings. */
  static boolean isSha256(String text) {
    if (text == null || text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A path that stays below the folder it is resolved against, on any system, and is the only way
   * to write that path: segments that are neither empty nor {@code .} nor {@code ..}, between
   * slashes; no backslash, no control character.
   */
  static boolean isRelativePath(String text) {
    int segment = 0;
    boolean onlyDots = true;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '/' : text.charAt(i);
      if (c == '/') {
        int length = i - segment;
        if (length == 0 || (onlyDots && length <= 2)) {
          return false;
        }
        segment = i + 1;
        onlyDots = true;
      } else if (c == '\\' || Character.isISOControl(c)) {
        return false;
      } else {
        onlyDots &= c == '.';
      }
    }
    return true;
  }

  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text has at most so many bytes in UTF-8; counts only when it might not. */
  static boolean fits(String text, int bytes) {
    if (text.length() > bytes) {
      return false;
    }
    if (text.length() * 3L <= bytes) {
      return true;
    }
    int total = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Two surrogates make four bytes.
      total += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return total <= bytes;
  }

  /** The value in quotes, printable and not too long. */
  static String shown(String text) {
    if (text == null) {
      return "missing";
    }
    StringBuilder shown = new StringBuilder("'");
    int end = Math.min(text.length(), SHOWN_CHARS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    shown.append("'");
    if (end < text.length()) {
      shown.append("... (").append(text.length()).append(" characters)");
    }
    return shown.toString();
  }

  private static boolean consistsOf(boolean[] allowed, String text, int maxChars) {
    if (text == null || text.isEmpty() || text.length() > maxChars) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII || !allowed[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] table(String besidesLettersAndDigits) {
    boolean[] table = new boolean[ASCII];
    for (char c = 0; c < ASCII; c++) {
      table[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || besidesLettersAndDigits.indexOf(c) >= 0;
    }
    return table;
  }
}
