package io.offheap.benchmarks.kernels;

/**
 * The loops that are measured. Each returns a number that depends on all that it has read or
 * written and on nothing else, so that implementations can be compared with each other.
 *
 * <p>{@code n} stands for the count of elements an implementation was made with.
 */
public interface Kernels {
  /** Adds {@code n} longs. */
  long sum();

  /** Writes one value into {@code n} ints. */
  long fill();

  /** Copies {@code n} longs one by one. */
  long copy();

  /** Adds {@code n} longs in the order of an array of random indices. */
  long gather();

  /** Writes {@code n} longs in that order. */
  long scatter();

  /** Replaces {@code n} ints by the sums of all up to each of them. */
  long prefixSum();

  /** The inner product of {@code n} doubles. */
  long dot();

  /** Adds {@code n} doubles to {@code n} others. */
  long add();

  /** The mean of each of {@code n} doubles and its neighbours. */
  long stencil();

  /** Counts {@code n} random ints into 4096 cells. */
  long histogram();

  /** The product of two square matrices that have {@code n} elements together, at most. */
  long matrixProduct();

  /** The primes below {@code n}. */
  long sieve();

  /** Sorts {@code n} random ints. */
  long quicksort();

  /** Looks for {@code n / 8} numbers among {@code n} sorted longs. */
  long binarySearch();

  /** Adds the decimal numbers in {@code n} bytes of text. */
  long parse();

  /** Looks for {@code n / 2} keys in a table of {@code n} longs, half of it taken. */
  long hashProbe();
}
