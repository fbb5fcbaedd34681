package io.ringrift.dataplane.streams.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;

/** Loads the streams application and its tests anew, one class otherwise than it is. */
final class Patched extends ClassLoader {

  static final String BASE = "io.ringrift.dataplane.streams.";

  private final String type;
  private final byte[] bytes;

  private Patched(String type, byte[] bytes) {
    super(Patched.class.getClassLoader());
    this.type = BASE + type;
    this.bytes = bytes;
  }

  static Patched asItIs() {
    return new Patched("", new byte[0]);
  }

  /**
   * @param type below {@link #BASE}, whose methods of that name then do as {@code otherwise} says
   */
  static Patched with(String type, String method, Implementation otherwise) {
    TypeDescription described = TypePool.Default.of(locator()).describe(BASE + type).resolve();
    byte[] bytes =
        new ByteBuddy()
            .redefine(described, locator())
            .method(named(method))
            .intercept(otherwise)
            .make()
            .getBytes();
    return new Patched(type, bytes);
  }

  static ClassFileLocator locator() {
    return ClassFileLocator.ForClassLoader.of(Patched.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(BASE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    if (name.equals(type)) {
      return defineClass(name, bytes, 0, bytes.length);
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] plain = in.readAllBytes();
      return defineClass(name, plain, 0, plain.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
