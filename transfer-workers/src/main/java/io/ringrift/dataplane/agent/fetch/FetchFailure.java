package io.ringrift.dataplane.agent.fetch;

/** Ends a pull; says what is to be done about it. */
public final class FetchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final Reaction reaction;

  public FetchFailure(FailureCode code, String message) {
    this(code, code.reaction(), message);
  }

  /**
   * @param reaction where this case asks for another one than its code usually does
   */
  public FetchFailure(FailureCode code, Reaction reaction, String message) {
    super(message);
    this.code = code;
    this.reaction = reaction;
  }

  public FailureCode code() {
    return code;
  }

  public Reaction reaction() {
    return reaction;
  }
}
