package io.ringrift.dataplane.local.chaos;

/** What a bad line does to one connection. */
enum LinkFault {
  /** Both ends see the connection reset. */
  CUT,
  /** The receiver sees an orderly end too early. */
  TRUNCATE,
  /** One bit of what is sent is another, of an item's bytes alone: see {@link ItemBytes}. */
  FLIP,
  /** At most a few hundred kB a second, for some seconds. */
  SLOW,
  /** Connected, and nothing comes any more. */
  SILENT
}
