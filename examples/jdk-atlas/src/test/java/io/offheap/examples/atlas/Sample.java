package io.offheap.examples.atlas;

/** Classes to be read by {@link ClassScannerTest}; never run. */
final class Sample {
  static int counter;

  private Sample() {}

  static void twice() {
    helper();
    helper();
  }

  static void helper() {}

  static void callsInherited(Cat cat) {
    cat.name();
    cat.shout();
  }

  static Runnable makesLambda() {
    return Sample::helper;
  }

  static void count() {
    counter++;
  }

  static String text() {
    return "a sample's text";
  }

  interface Named {
    void sound();

    default void shout() {}
  }

  static class Animal implements Named {
    String name() {
      return "";
    }

    @Override
    public void sound() {}
  }

  static class Cat extends Animal {
    @Override
    public void sound() {}
  }

  static class Dog extends Animal {
    @Override
    public void sound() {}
  }

  static class Caller {
    String call(Animal animal) {
      animal.sound();
      return new Cat().name();
    }
  }
}
