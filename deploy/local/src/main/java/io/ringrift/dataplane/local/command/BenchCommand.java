package io.ringrift.dataplane.local.command;

import picocli.CommandLine.Command;

/** {@code dataplane bench}: lists the benches. */
@Command(
    name = "bench",
    header = "Measure the system on this machine.",
    description =
        "Each prints a table and, as its last line, one JSON object with the commit and the Java"
            + " version.",
    synopsisSubcommandLabel = "BENCH",
    footer = {"", "Example:", "  ./dataplane bench topology"})
final class BenchCommand extends GroupCommand {}
