package io.offheap.profiles.jmc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The OSGi bundles on the class path, and small ones made for a test. */
final class Bundles {
  private Bundles() {}

  /** Jars by symbolic name. */
  static Map<String, Path> onClassPath() throws IOException, URISyntaxException {
    Map<String, Path> bundles = new LinkedHashMap<>();
    for (URL url :
        Collections.list(Bundles.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      if (!(url.openConnection() instanceof JarURLConnection jar)) continue;
      String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      if (name == null) continue;
      bundles.put(name.split(";", 2)[0].strip(), Path.of(jar.getJarFileURL().toURI()));
    }
    return bundles;
  }

  /** A jar with these headers and files. */
  static Path make(Path file, Map<String, String> headers, Map<String, byte[]> files)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return file;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String nameOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(nameOf(type))) {
      if (in == null) throw new IOException("no class file of " + type);
      return in.readAllBytes();
    }
  }
}
