package io.ringrift.dataplane.agent.npz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Finds NaN and infinity in arrays of floating-point numbers: all exponent bits are set. */
final class FloatScan {
  private static final int EXPONENT_2 = 0x7c00;
  private static final int MANTISSA_2 = 0x03ff;
  private static final int EXPONENT_4 = 0x7f800000;
  private static final int MANTISSA_4 = 0x007fffff;
  private static final long EXPONENT_8 = 0x7ff0000000000000L;
  private static final long MANTISSA_8 = 0x000fffffffffffffL;

  private final int width;
  private final VarHandle view;
  private long elements;
  private long nans;
  private long infinities;
  private long first = -1;

  FloatScan(Dtype dtype) {
    this.width = dtype.floatBytes();
    this.view =
        switch (width) {
          case 2 -> MethodHandles.byteArrayViewVarHandle(short[].class, dtype.order());
          case 4 -> MethodHandles.byteArrayViewVarHandle(int[].class, dtype.order());
          default -> MethodHandles.byteArrayViewVarHandle(long[].class, dtype.order());
        };
  }

  /** Looks at whole numbers; {@code length} is a multiple of their width. */
  void look(byte[] bytes, int length) {
    switch (width) {
      case 2 -> {
        for (int i = 0; i < length; i += 2) {
          int bits = (short) view.get(bytes, i);
          if ((bits & EXPONENT_2) == EXPONENT_2) {
            found(i, (bits & MANTISSA_2) != 0);
          }
        }
      }
      case 4 -> {
        for (int i = 0; i < length; i += 4) {
          int bits = (int) view.get(bytes, i);
          if ((bits & EXPONENT_4) == EXPONENT_4) {
            found(i, (bits & MANTISSA_4) != 0);
          }
        }
      }
      default -> {
        for (int i = 0; i < length; i += 8) {
          long bits = (long) view.get(bytes, i);
          if ((bits & EXPONENT_8) == EXPONENT_8) {
            found(i, (bits & MANTISSA_8) != 0);
          }
        }
      }
    }
    elements += length / width;
  }

  void throwIfFound() throws DamagedException {
    if (first >= 0) {
      throw new DamagedException(
          "%d NaN and %d infinite of %d numbers, the first at %d"
              .formatted(nans, infinities, elements, first));
    }
  }

  private void found(int offset, boolean nan) {
    if (first < 0) {
      first = elements + offset / width;
    }
    if (nan) {
      nans++;
    } else {
      infinities++;
    }
  }
}
