package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;

/**
 * Content that rules may choose from now on: eligible and fresh, and it wasn't a moment ago.
 *
 * @param row with the content
 */
public record ContentChange(CatalogRow row) {

  public ContentChange {
    if (!row.eligible()) {
      throw new IllegalArgumentException("not eligible: " + row.itemId());
    }
  }
}
