package io.offheap.agent.site;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nest that a class file claims to belong to, read without any library: most classes that are
 * asked about have no mark, and nothing else of the agent is loaded for them.
 *
 * @param name internal name of the class
 * @param host internal name of the nest's host; null if the class is its own
 * @param members internal names of the others, if the class is the host
 */
record NestAttributes(String name, @Nullable String host, List<String> members) {

  /** Reads a class file; null if it cannot be read. */
  static @Nullable NestAttributes read(byte[] file) {
    try {
      return new Reader(file).read();
    } catch (IOException | RuntimeException e) {
      return null; // no class file, or one that the JVM will refuse
    }
  }

  private static final class Reader {
    private final DataInputStream in;
    private final String[] texts;
    private final int[] classes;

    Reader(byte[] file) throws IOException {
      in = new DataInputStream(new ByteArrayInputStream(file));
      in.skipNBytes(8); // magic, versions
      int count = in.readUnsignedShort();
      texts = new String[count];
      classes = new int[count];
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 7 -> classes[i] = in.readUnsignedShort();
          case 5, 6 -> {
            in.skipNBytes(8);
            i++;
          }
          case 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> in.skipNBytes(4);
        }
      }
    }

    NestAttributes read() throws IOException {
      in.skipNBytes(2); // access flags
      String name = className();
      in.skipNBytes(2); // superclass
      in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
      skipMembers();
      skipMembers();
      String host = null;
      List<String> members = new ArrayList<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        String attribute = texts[in.readUnsignedShort()];
        long length = Integer.toUnsignedLong(in.readInt());
        switch (attribute) {
          case "NestHost" -> host = className();
          case "NestMembers" -> {
            for (int member = in.readUnsignedShort(); member > 0; member--) {
              members.add(className());
            }
          }
          default -> in.skipNBytes(length);
        }
      }
      return new NestAttributes(name, host, members);
    }

    private String className() throws IOException {
      return texts[classes[in.readUnsignedShort()]];
    }

    /** Fields or methods. */
    private void skipMembers() throws IOException {
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        in.skipNBytes(6); // access flags, name, descriptor
        for (int attribute = in.readUnsignedShort(); attribute > 0; attribute--) {
          in.skipNBytes(2); // name
          in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        }
      }
    }
  }
}
