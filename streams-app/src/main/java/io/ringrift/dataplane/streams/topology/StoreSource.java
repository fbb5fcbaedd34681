package io.ringrift.dataplane.streams.topology;

import org.apache.kafka.streams.processor.StateStore;

/** Where stores come from: the context of a task, or what is to be there when it starts. */
interface StoreSource {

  /** The store of that name, in the form that the caller knows. */
  <S extends StateStore> S store(String name);
}
