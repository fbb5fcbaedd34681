package io.ringrift.dataplane.contract;

import io.ringrift.dataplane.avro.AgentAnswer;
import io.ringrift.dataplane.avro.AgentCommand;
import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The records that topics carry; every other schema is a part of one of them. */
public final class ContractTypes {

  public static final List<Class<? extends SpecificRecord>> ALL =
      List.of(
          Baseline.class,
          EvictionRequest.class,
          AgentCommand.class,
          AgentAnswer.class,
          Eviction.class,
          CatalogChange.class,
          ClusterEvent.class,
          DataOperation.class,
          DataSignal.class,
          ItemOrder.class,
          ItemRestatement.class,
          ManifestItem.class,
          Need.class,
          NeedOutcome.class,
          NodeFact.class,
          NodeHeartbeat.class,
          NodeState.class,
          OperationStatus.class,
          ReplicaReport.class,
          TransferLease.class,
          TransferResult.class);

  private ContractTypes() {}

  public static Schema schema(Class<?> type) {
    return SpecificData.get().getSchema(type);
  }
}
