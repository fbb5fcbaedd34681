package io.ringrift.dataplane.agent.npz;

import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of an array's elements.
 *
 * @param kind numpy's letter
 * @param itemBytes bytes of one element; 0 for objects
 */
record Dtype(char kind, int itemBytes, ByteOrder order) {
  private static final Pattern FORM =
      Pattern.compile("([<>|=])?([?biufcSUVmMO])(\\d{0,8})(\\[[A-Za-z0-9]{1,16}\\])?");
  private static final int UNICODE_BYTES = 4;

  static Dtype parse(String descr) throws DamagedException {
    Matcher form = FORM.matcher(descr);
    if (!form.matches()) {
      throw unknown(descr);
    }
    char kind = form.group(2).charAt(0);
    int count = form.group(3).isEmpty() ? -1 : Integer.parseInt(form.group(3));
    int bytes =
        switch (kind) {
          case 'O' -> 0;
          case '?' -> 1;
          case 'b' -> only(descr, count, 1);
          case 'i', 'u' -> only(descr, count, 1, 2, 4, 8);
          case 'f' -> only(descr, count, 2, 4, 8);
          case 'c' -> only(descr, count, 8, 16);
          case 'm', 'M' -> only(descr, count, 8);
          case 'U' -> Math.multiplyExact(Math.max(0, count), UNICODE_BYTES);
          default -> Math.max(0, count);
        };
    if (kind != 'O' && kind != '?' && count < 0) {
      throw unknown(descr);
    }
    return new Dtype(
        kind, bytes, ">".equals(form.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  boolean object() {
    return kind == 'O';
  }

  /** Width of the floating-point numbers in it: 2, 4 or 8; 0: it has none. */
  int floatBytes() {
    return switch (kind) {
      case 'f' -> itemBytes;
      case 'c' -> itemBytes / 2;
      default -> 0;
    };
  }

  private static int only(String descr, int count, int... allowed) throws DamagedException {
    for (int bytes : allowed) {
      if (count == bytes) {
        return bytes;
      }
    }
    throw unknown(descr);
  }

  private static DamagedException unknown(String descr) {
    return new DamagedException("dtype '" + descr + "' is not supported");
  }
}
