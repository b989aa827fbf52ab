import io.offheap.OffHeap;

/** Private final fields of several instances that read each other's. */
public class Matrix {
  private final int n;
  private final double @OffHeap [] cells;

  Matrix(int n) {
    this.n = n;

    this.cells = new double[n * n];
  }

  Matrix times(Matrix other) {
    Matrix product = new Matrix(n);
    for (int row = 0; row < n; row++) {

      double @OffHeap [] line = new double[n];
      for (int k = 0; k < n; k++) {
        double factor = cells[row * n + k];
        for (int column = 0; column < n; column++) {
          line[column] += factor * other.cells[k * n + column];
        }
      }
      System.arraycopy(line, 0, product.cells, row * n, n);
    }
    return product;
  }

  public static void main(String[] args) {
    Matrix a = new Matrix(37);
    Matrix b = new Matrix(37);
    for (int i = 0; i < a.cells.length; i++) {
      a.cells[i] = i % 7 - 3;
      b.cells[i] = 1.0 / (i + 1);
    }
    Matrix c = a.times(b).times(a);
    double trace = 0;
    for (int i = 0; i < c.n; i++) {
      trace += c.cells[i * c.n + i];
    }
    System.out.println(trace + " " + c.cells.length + " " + c.cells[36]);
  }
}
// EXPECT 11 double[] MOVED
// EXPECT 18 double[] MOVED
