package io.offheap.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.ByteArray;
import io.offheap.array.Sites;
import io.offheap.array.TestMemory;
import io.offheap.heap.HeapStatistics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a connection, as a console has one. */
class HeapBeansTest {
  private static final long MIB = 1 << 20;

  private final List<ByteArray> live = new ArrayList<>();
  private JMXConnectorServer server;
  private JMXConnector connector;
  private MBeanServerConnection connection;

  @SuppressWarnings("BanJNDI") // the address is our own server's
  HeapBeansTest() throws Exception {
    MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://"), Map.of(), platform);
    server.start();
    connector = JMXConnectorFactory.connect(server.getAddress());
    connection = connector.getMBeanServerConnection();
  }

  @BeforeEach
  void register() {
    TestMemory.use(ArrayOptions.defaults().withLimitBytes(64 * MIB).withMinBytes(0));
    HeapBeans.register();
  }

  @AfterEach
  void close() throws Exception {
    HeapBeans.unregister();
    connector.close();
    server.stop();
    TestMemory.use(ArrayOptions.defaults());
  }

  private HeapMXBean heap() throws Exception {
    return JMX.newMXBeanProxy(connection, new ObjectName("io.offheap:type=Heap"), HeapMXBean.class);
  }

  private void allocate() {
    int id = Sites.register("jmx.A.f()V:1", "byte[]");
    for (int i = 0; i < 100; i++) live.add(ByteArray.allocate(1000, id));
    live.add(ByteArray.allocate(300_000, id));
  }

  @Test
  void beforeTheHeapIsOpen_allIsZeroButTheLimit() throws Exception {
    assertThat(heap().getMemoryUsed()).isZero();
    assertThat(heap().getUsage()).hasToString(usage(0, 0));
    assertThat(heap().getLimit()).isEqualTo(64 * MIB);
    assertThat(ArrayMemory.heapIfOpen()).as("reading must not open it").isNull();
  }

  @Test
  void heap_showsWhatTheStatisticsSay() throws Exception {
    allocate();
    HeapMXBean heap = heap();
    HeapStatistics now = ArrayMemory.heap().statistics();
    assertThat(heap.getName()).isEqualTo("off-heap");
    assertThat(heap.getCount()).isEqualTo(101);
    assertThat(heap.getMemoryUsed()).isEqualTo(now.usedBytes()).isGreaterThan(400_000);
    assertThat(heap.getTotalCapacity()).isEqualTo(now.committedBytes());
    assertThat(heap.getUsage()).hasToString(usage(now.usedBytes(), now.committedBytes()));
    assertThat(heap.getPeakUsage().getUsed()).isGreaterThanOrEqualTo(now.usedBytes());
    assertThat(heap.getReserved()).isEqualTo(now.reservedBytes());
    assertThat(heap.getAllocatedBytes()).isEqualTo(now.allocatedBytes());
    assertThat(heap.getFreedBytes()).isZero();
    assertThat(heap.getRefusedBytes()).isZero();
    assertThat(heap.getRefusalCount()).isZero();
    assertThat(heap.getAllocationCount()).isEqualTo(101);
    assertThat(heap.getFreeCount()).isZero();
    assertThat(heap.getChunkCount()).isEqualTo(now.chunkCount());
    assertThat(heap.getSlabOccupancy()).isEqualTo(now.slabOccupancy());
    assertThat(heap.getInternalWaste()).isEqualTo(now.internalWaste());
    assertThat(heap.getFragmentation()).isEqualTo(now.fragmentation());
    assertThat(live).hasSize(101);
  }

  /** What such a value prints, which has no equals. */
  private static String usage(long usedBytes, long committedBytes) {
    return new MemoryUsage(0, usedBytes, committedBytes, 64 * MIB).toString();
  }

  /** Consoles and exporters take numbers, and MemoryUsage as the JDK's own beans have it. */
  @Test
  void attributes_areOfTypesThatToolsChart() throws Exception {
    allocate();
    Object used = connection.getAttribute(new ObjectName("io.offheap:type=Heap"), "Usage");
    assertThat(used).isInstanceOf(CompositeData.class);
    assertThat(((CompositeData) used).getCompositeType().keySet())
        .containsExactlyInAnyOrder("init", "used", "committed", "max");
    for (ObjectName name : connection.queryNames(new ObjectName("io.offheap:*"), null)) {
      for (MBeanAttributeInfo attribute : connection.getMBeanInfo(name).getAttributes()) {
        assertThat(attribute.getType())
            .as(name + " " + attribute.getName())
            .isIn(
                "long",
                "int",
                "double",
                "java.lang.String",
                "javax.management.openmbean.CompositeData");
        assertThat(attribute.isWritable()).isFalse();
        assertThat(connection.getAttribute(name, attribute.getName())).isNotNull();
      }
    }
  }

  @Test
  void sizeClasses_comeWithTheirFirstUse() throws Exception {
    assertThat(sizeClasses()).isEmpty();
    allocate();
    heap().getCount();
    Set<String> names = sizeClasses();
    assertThat(names).hasSize(1);
    SizeClassMXBean sizeClass =
        JMX.newMXBeanProxy(
            connection, new ObjectName(names.iterator().next()), SizeClassMXBean.class);
    assertThat(sizeClass.getSlotSize()).isBetween(1000L, 1024L);
    assertThat(names)
        .containsExactly("io.offheap:size=" + sizeClass.getSlotSize() + ",type=SizeClass");
    assertThat(sizeClass.getCount()).isEqualTo(100);
    assertThat(sizeClass.getMemoryUsed()).isEqualTo(100 * sizeClass.getSlotSize());
    assertThat(sizeClass.getTotalCapacity())
        .isGreaterThanOrEqualTo((100 + sizeClass.getFreeCount()) * sizeClass.getSlotSize());
    assertThat(sizeClass.getOccupancy()).isBetween(0.01, 1.0);
  }

  private Set<String> sizeClasses() throws Exception {
    return connection.queryNames(new ObjectName("io.offheap:type=SizeClass,*"), null).stream()
        .map(ObjectName::getCanonicalName)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void sites_areATableSortedByWhatLives() throws Exception {
    allocate();
    live.add(ByteArray.allocate(10_000_000, Sites.register("jmx.A.g()V:2", "byte[]")));
    List<SiteUsage> sites =
        Arrays.stream(heap().sites()).filter(site -> site.site().startsWith("jmx.")).toList();
    assertThat(sites).extracting(SiteUsage::site).containsExactly("jmx.A.g()V:2", "jmx.A.f()V:1");
    assertThat(sites.getFirst().liveBytes()).isEqualTo(10_000_000);
    assertThat(sites.getFirst().liveCount()).isEqualTo(1);
    assertThat(sites.getFirst().type()).isEqualTo("byte[]");
    assertThat(heap().siteTable())
        .containsSubsequence("live bytes", "10,000,000", "jmx.A.g()V:2", "jmx.A.f()V:1");
  }

  @Test
  void unregister_takesAllBeansOut() throws Exception {
    allocate();
    heap().getCount();
    HeapBeans.unregister();
    assertThat(connection.queryNames(new ObjectName("io.offheap:*"), null)).isEmpty();
    HeapBeans.register();
    HeapBeans.register(); // without effect
    assertThat(connection.queryNames(new ObjectName("io.offheap:type=Heap"), null)).hasSize(1);
  }
}
