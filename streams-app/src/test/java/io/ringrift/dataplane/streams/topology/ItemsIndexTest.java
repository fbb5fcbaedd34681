package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ItemsIndexTest {

  private final MemoryStore<byte[], byte[]> store =
      new MemoryStore<>("items-index", Arrays::compareUnsigned);
  private final ItemsIndex index = new ItemsIndex(store);

  @Test
  void givesEachPutOffRepairOnce() {
    index.putOff("npz/c/2");
    index.putOff("npz/c/1");
    index.putOff("npz/c/3");
    index.scans().put("node-1", NodeKeeper.ALL);

    assertThat(index.takePutOff(2)).containsExactly("npz/c/1", "npz/c/2");
    assertThat(index.takePutOff(2)).containsExactly("npz/c/3");
    assertThat(index.takePutOff(2)).isEmpty();
  }

  @Test
  void findsARepairThatIsPutOffBeforeAllThoseTaken() {
    index.putOff("npz/c/5");
    index.putOff("npz/c/6");
    index.takePutOff(1);

    index.putOff("npz/c/1");
    index.putOff("npz/c/7");

    assertThat(index.takePutOff(10)).containsExactly("npz/c/1", "npz/c/6", "npz/c/7");
  }

  @Test
  void knowsAfterARestartWhatWasPutOff() {
    index.putOff("npz/c/1");

    assertThat(new ItemsIndex(store).takePutOff(10)).containsExactly("npz/c/1");
  }

  @Test
  void doesNotStepOverWhatItHasTaken() {
    index.putOff("npz/c/5");
    index.putOff("npz/c/6");
    index.takePutOff(1);
    // Behind its back: what a look from the first possible key would find.
    new ItemsIndex(store).putOff("npz/c/1");

    assertThat(index.takePutOff(10)).containsExactly("npz/c/6");
  }
}
