package io.offheap.agent.install;

import io.offheap.jmx.HeapBeans;

/**
 * Registers the heap's beans once the program uses JMX: nobody pays for it before. That somebody
 * does, a console for instance, shows in the loading of the JDK's MBean server class. Thread-safe.
 */
final class Beans implements Runnable {
  private static final String SERVER_CLASS = "com/sun/jmx/mbeanserver/JmxMBeanServer";

  // Guarded by this.
  private boolean jmxUsed;
  private boolean memoryConfigured;

  /** Whether a class of the JDK is the one that shows that JMX is used. */
  static boolean showsUse(String className) {
    return className.equals(SERVER_CLASS);
  }

  /** JMX is used: the class has come. */
  synchronized void jmxUsed() {
    if (!jmxUsed) {
      jmxUsed = true;
      startIfDue();
    }
  }

  /** There is something to show; asking earlier would fix the memory's options. */
  synchronized void memoryConfigured() {
    if (!memoryConfigured) {
      memoryConfigured = true;
      startIfDue();
    }
  }

  /** On a thread of its own: the caller is in the midst of loading a class. */
  private void startIfDue() {
    if (jmxUsed && memoryConfigured) {
      Thread thread = new Thread(this, "offheap-beans");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      HeapBeans.register();
    } catch (RuntimeException | LinkageError e) {
      System.err.println("offheap: the heap will not be seen in JMX: " + e);
    }
  }
}
