package io.offheap.jmx;

import io.offheap.heap.HeapStatistics;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The beans that are in the MBean server. Size classes are added as they come into use, which is
 * noticed when somebody reads a bean.
 */
final class Registration {
  private static final String DOMAIN = "io.offheap:type=";

  /** Null while nothing is registered; guarded by the class. */
  private static @Nullable Registration current;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Snapshot snapshot = new Snapshot(this::inUse);

  /** Guarded by this. */
  private final List<ObjectName> names = new ArrayList<>();

  /** The size classes that have a bean; guarded by this. */
  private final Set<Long> sizes = new HashSet<>();

  private Registration() {}

  static synchronized void register() {
    if (current != null) return;
    Registration registration = new Registration();
    registration.add(new HeapBean(registration.snapshot), "Heap");
    current = registration;
    registration.snapshot.read();
  }

  static synchronized void unregister() {
    Registration registration = current;
    current = null;
    if (registration != null) registration.removeAll();
  }

  /** Called with each new snapshot. */
  private synchronized void inUse(HeapStatistics statistics) {
    for (HeapStatistics.SizeClass sizeClass : statistics.sizeClasses()) {
      long size = sizeClass.blockByteSize();
      if (sizeClass.slabBytes() > 0 && sizes.add(size)) {
        add(new SizeClassBean(snapshot, size), "SizeClass,size=" + size);
      }
    }
  }

  private synchronized void add(Object bean, String properties) {
    try {
      ObjectName name = new ObjectName(DOMAIN + properties);
      server.registerMBean(bean, name);
      names.add(name);
    } catch (InstanceAlreadyExistsException e) {
      // The library is there twice, in two class loaders. The first one is seen.
    } catch (JMException e) {
      throw new IllegalStateException("the bean cannot be registered: " + properties, e);
    }
  }

  private synchronized void removeAll() {
    for (ObjectName name : names) {
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException e) {
        // Somebody else took it out.
      } catch (JMException e) {
        throw new IllegalStateException("the bean cannot be taken out: " + name, e);
      }
    }
    names.clear();
  }
}
