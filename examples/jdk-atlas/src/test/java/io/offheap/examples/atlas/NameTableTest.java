package io.offheap.examples.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTableTest {
  private final NameTable names = new NameTable();

  @Test
  void intern_numbersNamesInTheOrderOfArrival() {
    assertThat(names.intern("b")).isZero();
    assertThat(names.intern("a")).isEqualTo(1);
    assertThat(names.intern("b")).isZero();
    assertThat(names.size()).isEqualTo(2);
    assertThat(names.find("a")).isEqualTo(1);
    assertThat(names.find("c")).isEqualTo(NameTable.ABSENT);
  }

  @Test
  void intern_takesAnyText() {
    for (String name : new String[] {"", "\u00e4\u20ac", "\ud83d\ude00", "x".repeat(200_000)}) {
      assertThat(names.get(names.intern(name))).isEqualTo(name);
    }
    assertThat(names.size()).isEqualTo(4);
  }

  @Test
  void manyNames_areFoundAgainWhileAllArraysGrow() {
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      assertThat(names.intern("some.package.Class" + i)).isEqualTo(i);
    }
    names.trim();
    for (int i = 0; i < count; i++) {
      assertThat(names.find("some.package.Class" + i)).isEqualTo(i);
      assertThat(names.get(i)).isEqualTo("some.package.Class" + i);
    }
    assertThat(names.intern("one more")).isEqualTo(count);
    assertThat(names.get(count)).isEqualTo("one more");
  }

  @Test
  void compare_ordersByBytes() {
    int a = names.intern("a");
    int ab = names.intern("ab");
    int umlaut = names.intern("\u00e4");
    assertThat(names.compare(a, ab)).isNegative();
    assertThat(names.compare(ab, a)).isPositive();
    assertThat(names.compare(umlaut, ab)).isPositive();
    assertThat(names.compare(ab, ab)).isZero();
  }
}
