package io.ringrift.dataplane.local.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void makesColumnsAsWideAsTheirContents() {
    Table table =
        Table.of("ITEM", ">SIZE", "STATE").row("a", "1 B", "AVAILABLE").row("npz/b", "10 B", null);

    assertThat(table.lines())
        .containsExactly("ITEM   SIZE  STATE", "a       1 B  AVAILABLE", "npz/b  10 B  -");
  }

  @Test
  void showsHeadingsWithoutRows() {
    assertThat(Table.of("ITEM", "STATE").lines()).containsExactly("ITEM  STATE");
    assertThat(Table.of("ITEM").isEmpty()).isTrue();
  }

  @Test
  void doesWithoutTheWideColumnsWhereTheyDoNotFit() {
    Table table = Table.of("NODE", "~RACK", "~>SIZE", "STATE").row("gpu-1", "r1", "9 B", "online");

    assertThat(table.within(28)).isSameAs(table);
    assertThat(table.lines().get(1)).isEqualTo("gpu-1  r1     9 B  online");
    assertThat(table.within(24).lines()).containsExactly("NODE   STATE", "gpu-1  online");
    assertThat(Table.of("A LONG HEADING").within(5).lines()).containsExactly("A LONG HEADING");
  }

  @Test
  void refusesRowOfAnotherWidth() {
    assertThatThrownBy(() -> Table.of("ITEM", "STATE").row("a"))
        .hasMessage("a row of 1 cells for 2 columns");
  }
}
