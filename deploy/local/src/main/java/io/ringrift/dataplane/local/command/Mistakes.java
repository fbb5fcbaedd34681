package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one clear line, the next step, and an exit code. */
final class Mistakes {
  private static final String VERBOSE = "--verbose";

  private Mistakes() {}

  /** A command line that can't be understood. */
  static int usage(ParameterException mistake, String[] words) {
    CommandLine line = mistake.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("dataplane: " + plain(mistake.getMessage()));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("  try: ./" + line.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return Failure.USAGE;
  }

  /** A command that could not do what it was asked. */
  static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    boolean verbose = parsed != null && isVerbose(parsed);
    int exitCode;
    if (failure instanceof Failure known) {
      exitCode = known.exitCode();
      err.println("dataplane: " + known.getMessage());
      known.next().ifPresent(step -> err.println("  next: " + step));
    } else {
      exitCode = Failure.UNREACHABLE;
      err.println("dataplane: " + oneLine(failure));
      if (!verbose) {
        err.println("  next: the same command with --verbose shows where it happened");
      }
    }
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }

  /** Without what picocli says twice. */
  private static String plain(String message) {
    return message.replaceFirst("^Error: ", "").replace("option option", "option");
  }

  private static boolean isVerbose(ParseResult parsed) {
    return parsed.hasMatchedOption(VERBOSE)
        || (parsed.hasSubcommand() && isVerbose(parsed.subcommand()));
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
