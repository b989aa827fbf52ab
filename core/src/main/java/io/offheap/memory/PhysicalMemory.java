package io.offheap.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** What the management beans say of the machine's memory, if the run-time image has them. */
final class PhysicalMemory {
  private PhysicalMemory() {}

  static OptionalLong fromManagement() {
    if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) return OptionalLong.empty();
    return Bean.totalBytes();
  }

  /** Apart, so that the bean's class is not looked for where it is missing. */
  private static final class Bean {
    static OptionalLong totalBytes() {
      OperatingSystemMXBean bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return bean == null ? OptionalLong.empty() : OptionalLong.of(bean.getTotalMemorySize());
    }
  }
}
