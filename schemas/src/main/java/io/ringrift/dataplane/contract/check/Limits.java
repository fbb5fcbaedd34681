package io.ringrift.dataplane.contract.check;

import java.time.Duration;

/** How large and how far ahead things may be. */
public final class Limits {

  /** Longest id, in UTF-8 bytes: ids become keys of every store and topic. */
  public static final int ID_BYTES = 512;

  /** Longest node id and config key, characters. */
  public static final int TOKEN_CHARS = 64;

  /** Longest event id, characters. */
  public static final int EVENT_ID_CHARS = 128;

  /** Longest absolute path, in UTF-8 bytes: Linux's PATH_MAX. */
  public static final int PATH_BYTES = 4096;

  /** Longest text for people, in UTF-8 bytes. */
  public static final int TEXT_BYTES = 8192;

  /** Most roles, transports or item types of a node. */
  public static final int LIST_ENTRIES = 64;

  /** Most attempts in one result. */
  public static final int ATTEMPTS = 200;

  /** How far a time may lie after the time at which the broker took the record. */
  public static final Duration AHEAD = Duration.ofMinutes(10);

  /** Longest time that a node may say something took or takes. */
  public static final Duration LASTING = Duration.ofDays(366);

  private Limits() {}
}
