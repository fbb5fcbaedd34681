package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.ChoiceState;
import io.ringrift.dataplane.avro.NeedChoice;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.streams.model.Need;

/** Needs between their Avro and their model form. */
public final class NeedCodec {

  private NeedCodec() {}

  public static io.ringrift.dataplane.avro.Need toAvro(Need need) {
    return io.ringrift.dataplane.avro.Need.newBuilder()
        .setNeedId(need.needId())
        .setRequestId(need.requestId())
        .setEventId(need.requestId())
        .setEventType(need.eventType())
        .setConfigKey(need.configKey())
        .setTargetNode(need.targetNode())
        .setItemType(Enums.toAvro(need.itemType()))
        .setOperationType(Enums.toAvro(need.operationType()))
        .setPriority(Enums.toAvro(need.priority()))
        .setMinQuality(need.minQuality())
        .setMinSamples(need.minSamples())
        .setWanted(need.wanted())
        .setItemId(need.itemId())
        .setSha256(need.sha256())
        .setNewerThan(need.newerThan())
        .setBecause(need.because())
        .setState(NeedState.valueOf(need.state().name()))
        .setReason(need.reason())
        .setBlockedSignalled(need.blockedSignalled())
        .setChoices(need.choices().stream().map(NeedCodec::toAvro).toList())
        .setOpenedAt(need.openedAt())
        .setDueAt(need.dueAt())
        .setExpiresAt(need.expiresAt())
        .build();
  }

  public static Need toModel(io.ringrift.dataplane.avro.Need need) {
    return new Need(
        need.getNeedId(),
        need.getRequestId(),
        need.getEventType(),
        need.getConfigKey(),
        need.getTargetNode(),
        Enums.toModel(need.getItemType()),
        Enums.toModel(need.getOperationType()),
        Enums.toModel(need.getPriority()),
        need.getMinQuality(),
        need.getMinSamples(),
        need.getWanted(),
        need.getItemId(),
        need.getSha256(),
        need.getNewerThan(),
        need.getBecause(),
        Need.State.valueOf(need.getState().name()),
        need.getReason(),
        need.getBlockedSignalled(),
        need.getChoices().stream().map(NeedCodec::toModel).toList(),
        need.getOpenedAt(),
        need.getDueAt(),
        need.getExpiresAt());
  }

  private static NeedChoice toAvro(Need.Choice choice) {
    return new NeedChoice(
        choice.itemId(),
        choice.sha256(),
        ChoiceState.valueOf(choice.state().name()),
        choice.reason());
  }

  private static Need.Choice toModel(NeedChoice choice) {
    return new Need.Choice(
        choice.getItemId(),
        choice.getSha256(),
        Need.ChoiceState.valueOf(choice.getState().name()),
        choice.getReason());
  }
}
