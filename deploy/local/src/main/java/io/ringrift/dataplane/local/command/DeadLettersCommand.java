package io.ringrift.dataplane.local.command;

import picocli.CommandLine.Command;

/** {@code dataplane dead-letters}: records that could not be used. */
@Command(
    name = "dead-letters",
    header = "Look at records that could not be used; publish them again after a fix.",
    synopsisSubcommandLabel = "(ls | show | redrive)",
    footer = {
      "",
      "Examples:",
      "  ./dataplane dead-letters ls",
      "  ./dataplane dead-letters show 1@42",
      "  ./dataplane dead-letters redrive 1@42"
    })
final class DeadLettersCommand extends GroupCommand {}
