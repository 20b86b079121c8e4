package io.plumbline.trainer.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript text as the archive that {@code torch.jit.load} reads (PyTorch's {@code
 * caffe2/serialize/inline_container} and {@code torch/csrc/jit/serialization}): a zip of stored
 * entries with the code, and a pickle of one object of class {@code __torch__.M}.
 */
final class ScriptArchive {
  /** Of the archive's format: the oldest in which operators have today's meaning. */
  private static final String VERSION = "3\n";

  private static final String PREAMBLE =
      "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

  private ScriptArchive() {}

  static byte[] pack(String methods) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", object());
      store(zip, "code/__torch__.py", (PREAMBLE + methods).getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
      store(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** {@code __torch__.M()} with {@code training = False}, in pickle's protocol 2. */
  private static byte[] object() {
    String opcodes =
        "\u0080\u0002" // protocol 2
            + "c__torch__\nM\n" // the class
            + ")\u0081" // its new instance
            + "}(X\u0008\0\0\0training\u0089u" // {'training': False}
            + "b."; // set its state, stop
    return opcodes.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("archive/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
