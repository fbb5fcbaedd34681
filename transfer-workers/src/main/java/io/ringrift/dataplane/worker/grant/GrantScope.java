package io.ringrift.dataplane.worker.grant;

import io.ringrift.dataplane.worker.grant.GrantVerdict.Granted;
import io.ringrift.dataplane.worker.grant.GrantVerdict.Refused;

/** What a request needs to be permitted; compared with what a genuine token grants. */
public sealed interface GrantScope {

  /** Compares a genuine grant with this scope. */
  GrantVerdict judge(Grant grant);

  /** To read the bytes of one content at its source. */
  record Read(String node, String itemId, String sha256) implements GrantScope {
    @Override
    public GrantVerdict judge(Grant grant) {
      return new Comparison(grant)
          .same(GrantRefusal.WRONG_NODE, "source node", grant.sourceNode(), node)
          .same(GrantRefusal.WRONG_ITEM, "item", grant.itemId(), itemId)
          .same(GrantRefusal.WRONG_CONTENT, "sha256", grant.sha256(), sha256)
          .verdict();
    }
  }

  /** To have a target fetch one content: every word of the order must be in the grant. */
  record Pull(String node, Grant order) implements GrantScope {
    @Override
    public GrantVerdict judge(Grant grant) {
      return new Comparison(grant).orders().words(node, order).verdict();
    }
  }

  /** To be shown at a source by the target of an order: every word must be in it, too. */
  record Shown(String node, Grant order) implements GrantScope {
    @Override
    public GrantVerdict judge(Grant grant) {
      return new Comparison(grant).words(node, order).verdict();
    }
  }

  /** To watch or cancel the pull of one operation at its target. */
  record Operation(String node, String operationId) implements GrantScope {
    @Override
    public GrantVerdict judge(Grant grant) {
      return new Comparison(grant)
          .orders()
          .same(GrantRefusal.WRONG_NODE, "target node", grant.targetNode(), node)
          .same(GrantRefusal.WRONG_OPERATION, "operation", grant.operationId(), operationId)
          .verdict();
    }
  }

  /** To watch or cancel what a source brings elsewhere for one operation. */
  record Push(String node, String operationId) implements GrantScope {
    @Override
    public GrantVerdict judge(Grant grant) {
      return new Comparison(grant)
          .orders()
          .same(GrantRefusal.WRONG_NODE, "source node", grant.sourceNode(), node)
          .same(GrantRefusal.WRONG_OPERATION, "operation", grant.operationId(), operationId)
          .verdict();
    }
  }

  /** Keeps the first difference. */
  final class Comparison {
    private final Grant grant;
    private Refused refused;

    private Comparison(Grant grant) {
      this.grant = grant;
    }

    /** What a target shows to its sources gives them no say in what it does. */
    private Comparison orders() {
      if (refused == null && grant.use() != Grant.Use.ORDER) {
        refused =
            new Refused(GrantRefusal.READ_ONLY, "grant is for reading at its source, no more");
      }
      return this;
    }

    private Comparison words(String node, Grant order) {
      return same(GrantRefusal.WRONG_NODE, "target node", grant.targetNode(), node)
          .same(GrantRefusal.WRONG_OPERATION, "operation", grant.operationId(), order.operationId())
          .same(
              GrantRefusal.WRONG_OPERATION,
              "epoch",
              Long.toString(grant.epoch()),
              Long.toString(order.epoch()))
          .same(GrantRefusal.WRONG_ITEM, "item", grant.itemId(), order.itemId())
          .same(GrantRefusal.WRONG_CONTENT, "sha256", grant.sha256(), order.sha256())
          .same(GrantRefusal.WRONG_NODE, "source node", grant.sourceNode(), order.sourceNode())
          .address("source", grant.sourceUrl(), order.sourceUrl())
          .address("target", grant.targetUrl(), order.targetUrl());
    }

    private Comparison same(GrantRefusal reason, String field, String granted, String asked) {
      if (refused == null && !granted.equals(asked)) {
        refused =
            new Refused(reason, "grant is for " + field + " " + granted + ", not for " + asked);
      }
      return this;
    }

    /** An order without an address has nobody called. */
    private Comparison address(String end, String granted, String asked) {
      return asked == null
          ? this
          : same(
              GrantRefusal.WRONG_ADDRESS, "address of the " + end, String.valueOf(granted), asked);
    }

    private GrantVerdict verdict() {
      return refused == null ? new Granted(grant) : refused;
    }
  }
}
