package io.ringrift.dataplane.agent.database;

/**
 * What reading a database found.
 *
 * @param fault null: it is good
 * @param games rows of the table of games; null if there is no such table
 */
public record DatabaseReport(String fault, Long games) {

  public boolean valid() {
    return fault == null;
  }
}
