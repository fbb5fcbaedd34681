package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a .npy file, versions 1 to 3: a Python dict literal, of which exactly the form that
 * numpy writes is accepted.
 */
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** numpy's own bound is 10,000 characters. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_DIMENSIONS = 32;

  static NpyHeader read(EntryData data) throws IOException, InterruptedException, DamagedException {
    byte[] start = new byte[8];
    require(data.read(start, 0, start.length) == start.length, "is too short for an array");
    for (int i = 0; i < MAGIC.length; i++) {
      require(start[i] == MAGIC[i], "is not a .npy array");
    }
    int version = start[6];
    require(version >= 1 && version <= 3, "has .npy version " + version + ", known are 1 to 3");
    byte[] size = new byte[version == 1 ? 2 : 4];
    require(data.read(size, 0, size.length) == size.length, "breaks off in its header");
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | size[i] & 0xff;
    }
    require(length <= MAX_BYTES, "has a header of " + length + " bytes");
    byte[] text = new byte[(int) length];
    require(data.read(text, 0, text.length) == text.length, "breaks off in its header");
    return new Parser(
            new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1))
        .parse();
  }

  /** Number of elements. */
  long elements() throws DamagedException {
    try {
      long product = 1;
      for (long dimension : shape) {
        product = Math.multiplyExact(product, dimension);
      }
      return product;
    } catch (ArithmeticException e) {
      throw new DamagedException("shape " + shape + " has more than 2^63 elements");
    }
  }

  private static void require(boolean ok, String otherwise) throws DamagedException {
    if (!ok) {
      throw new DamagedException(otherwise);
    }
  }

  /** Reads the dict literal. */
  private static final class Parser {
    private final String text;
    private int at;

    private Parser(String text) {
      this.text = text;
    }

    private NpyHeader parse() throws DamagedException {
      String descr = null;
      Boolean fortran = null;
      List<Long> shape = null;
      Set<String> seen = new HashSet<>();
      expect('{');
      while (!accept('}')) {
        String key = string();
        require(seen.add(key), "header has " + key + " twice");
        expect(':');
        switch (key) {
          case "descr" -> descr = descr();
          case "fortran_order" -> fortran = bool();
          case "shape" -> shape = tuple();
          default -> throw new DamagedException("header has the unknown key " + key);
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      require(text.substring(at).isBlank(), "header goes on behind its dict");
      require(descr != null && fortran != null && shape != null, "header lacks a key: " + seen);
      return new NpyHeader(descr, fortran, shape);
    }

    private String descr() throws DamagedException {
      skipBlanks();
      require(
          peek() != '[' && peek() != '(', "has a structured dtype, which is not read: " + rest());
      return string();
    }

    private String string() throws DamagedException {
      skipBlanks();
      char quote = peek();
      require(quote == '\'' || quote == '"', "header should have a string at: " + rest());
      int end = text.indexOf(quote, at + 1);
      require(end > 0, "header has a string without an end");
      String value = text.substring(at + 1, end);
      require(value.indexOf('\\') < 0, "header has an escape in a string");
      at = end + 1;
      return value;
    }

    private boolean bool() throws DamagedException {
      skipBlanks();
      boolean value = text.startsWith("True", at);
      require(value || text.startsWith("False", at), "fortran_order is no bool: " + rest());
      at += value ? 4 : 5;
      return value;
    }

    private List<Long> tuple() throws DamagedException {
      List<Long> values = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        values.add(number());
        require(values.size() <= MAX_DIMENSIONS, "has more than 32 dimensions");
        if (!accept(',')) {
          expect(')');
          break;
        }
      }
      return List.copyOf(values);
    }

    private long number() throws DamagedException {
      skipBlanks();
      int start = at;
      while (peek() >= '0' && peek() <= '9') {
        at++;
      }
      require(at > start && at - start <= 18, "shape has no number at: " + rest());
      return Long.parseLong(text.substring(start, at));
    }

    private boolean accept(char expected) {
      skipBlanks();
      boolean found = peek() == expected;
      at += found ? 1 : 0;
      return found;
    }

    private void expect(char expected) throws DamagedException {
      require(accept(expected), "header should have " + expected + " at: " + rest());
    }

    private void skipBlanks() {
      while (peek() == ' ' || peek() == '\n') {
        at++;
      }
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private String rest() {
      return text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 40))
          .replaceAll("\\p{Cntrl}", " ");
    }
  }
}
