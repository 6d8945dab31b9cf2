package io.flames.scoring.train;

import io.flames.scoring.scorer.Digest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Vectors of texts in a file, by content: what the encoder, its graph and this kind of processor made of a text is computed
 * once. One file for an encoder, {@code features-DIGEST.bin}: 8 bytes of mark, then records of key (32 bytes, SHA-256 over
 * the encoder's digest and the text), vectors (float32, little-endian) and CRC-32.
 *
 * <p>Records are only appended. After a kill the file may end in a broken record: it is cut off when the file is opened, so
 * that at most the batch under way is lost. One process at a time holds the file.
 */
final class FeatureCache implements AutoCloseable {
    private static final long MARK = 0x464c414d46454131L;
    private static final int KEY = 32;

    private final String encoder;
    private final int width;
    private final Map<String, float[]> known = new HashMap<>();
    private final FileChannel channel;
    private final FileLock lock;

    /**
     * @param folder made where it is not there
     * @param encoder digest of all that the vectors depend on beside the text
     * @param width numbers of a text
     * @throws IllegalStateException when another process holds the file
     */
    FeatureCache(Path folder, String encoder, int width) {
        this.encoder = encoder;
        this.width = width;
        var file = folder.resolve("features-" + encoder.substring(0, 16) + ".bin");
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var held = Optional.ofNullable(channel.tryLock());
            if (held.isEmpty()) {
                channel.close();
                throw new IllegalStateException("another training uses " + file);
            }
            lock = held.get();
            long whole = read(file);
            channel.truncate(whole);
            channel.position(whole);
            if (whole == 0) {
                channel.write(ByteBuffer.allocate(Long.BYTES).putLong(MARK).flip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the feature cache cannot be opened: " + file, e);
        }
    }

    /** Texts that it knows. */
    int size() {
        return known.size();
    }

    Optional<float[]> find(GradedText text) {
        return Optional.ofNullable(known.get(key(text)));
    }

    /** Appends them in one go. */
    void add(List<EncodedText> texts) {
        var record = KEY + Float.BYTES * width + Integer.BYTES;
        var bytes = ByteBuffer.allocate(record * texts.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (EncodedText text : texts) {
            String key = key(text.text());
            int from = bytes.position();
            bytes.put(HexFormat.of().parseHex(key));
            for (float value : text.vectors()) {
                bytes.putFloat(value);
            }
            bytes.putInt(check(bytes.array(), from, bytes.position() - from));
            known.put(key, text.vectors());
        }
        try {
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the feature cache cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the feature cache cannot be closed", e);
        }
    }

    private String key(GradedText text) {
        return new Digest()
                .part("encoder", encoder)
                .part("prompt", text.prompt())
                .part("response", text.response())
                .hex();
    }

    /** @return bytes up to the end of the last whole record */
    private long read(Path file) throws IOException {
        long whole = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readLong() != MARK) {
                return 0;
            }
            whole = Long.BYTES;
            var bytes = new byte[KEY + Float.BYTES * width + Integer.BYTES];
            while (true) {
                in.readFully(bytes);
                var record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                int length = bytes.length - Integer.BYTES;
                if (record.getInt(length) != check(bytes, 0, length)) {
                    return whole;
                }
                var values = new float[width];
                for (int i = 0; i < width; i++) {
                    values[i] = record.getFloat(KEY + Float.BYTES * i);
                }
                known.put(HexFormat.of().formatHex(bytes, 0, KEY), values);
                whole += bytes.length;
            }
        } catch (EOFException end) {
            return whole;
        }
    }

    private static int check(byte[] bytes, int from, int length) {
        var crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
