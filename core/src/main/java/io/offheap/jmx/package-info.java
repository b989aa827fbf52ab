/**
 * The heap in JMX, for consoles and exporters. May use {@code heap}, {@code array} and what is
 * below them; nothing else knows of this package.
 *
 * <p>Nothing is registered unless {@link io.offheap.jmx.HeapBeans#register} is called, and until
 * then none of its other classes is loaded. The module {@code java.management} may be absent.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.jmx;
