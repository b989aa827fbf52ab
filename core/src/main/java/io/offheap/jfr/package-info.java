/**
 * The events in Flight Recorder. May use {@code heap}, {@code array} and what is below them;
 * nothing below knows of this package, and nothing of Flight Recorder.
 *
 * <p>No event class is touched before a recording exists: touching the first one costs a few
 * hundred milliseconds. {@link io.offheap.jfr.FlightEvents#install} only leaves word with Flight
 * Recorder; once it starts, the types are registered and the heap gets a listener. Until then the
 * heap's own test for a listener is all that it costs. The module {@code jdk.jfr} may be absent.
 *
 * <p>Rules for event classes, learnt the hard way by those who looked at such recordings: bytes are
 * {@code long} with {@code @DataAmount}, counts are {@code int}, shares are {@code float} with
 * {@code @Percentage}, since Mission Control charts and adds up nothing else; names and fields are
 * API. The classes must not come from the bootstrap loader, where throttles are ignored.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.jfr;
