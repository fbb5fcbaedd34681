package io.ringrift.dataplane.local.command;

import picocli.CommandLine.Command;

/** {@code dataplane topics}: the topics of the catalogue. */
@Command(
    name = "topics",
    header = "Make the topics, or compare them with the catalogue.",
    synopsisSubcommandLabel = "(create | ls)",
    footer = {"", "Examples:", "  ./dataplane topics create", "  ./dataplane topics ls"})
final class TopicsCommand extends GroupCommand {}
