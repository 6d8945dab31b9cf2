package io.flames.scoring.heads;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The heads as a small JSON file: for each dimension its bias, temperature and weights, the weights as little-endian
 * float32 in Base64, row by class.
 */
public final class HeadsFile {
    private static final String FORMAT = "flames-heads-1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private HeadsFile() {}

    public static Heads read(byte[] json) {
        try {
            var file = JSON.readValue(json, File.class);
            if (!FORMAT.equals(file.format())) {
                throw new IllegalArgumentException("heads file of format " + file.format() + ", expected " + FORMAT);
            }
            return new Heads(
                    Features.valueOf(file.features()),
                    file.heads().stream().map(HeadsFile::head).toList());
        } catch (IOException e) {
            throw new IllegalArgumentException("the heads file cannot be read: " + e.getMessage(), e);
        }
    }

    public static byte[] write(Heads heads) {
        var entries = new ArrayList<Entry>();
        for (var dimension : Dimensions.ALL) {
            var head = heads.of(dimension);
            entries.add(new Entry(
                    Dimensions.nameOf(dimension),
                    Dimensions.scoresOf(dimension),
                    head.bias(),
                    head.temperature(),
                    encode(head.weights())));
        }
        try {
            return JSON.writeValueAsBytes(new File(FORMAT, heads.features().name(), entries));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinearHead head(Entry entry) {
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(entry.weights()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int classes = entry.scores().size();
        int width = floats.remaining() / classes;
        var rows = new float[classes][width];
        for (float[] row : rows) {
            floats.get(row);
        }
        return new LinearHead(rows, entry.bias(), entry.temperature());
    }

    private static String encode(float[][] rows) {
        var bytes =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    record File(String format, String features, List<Entry> heads) {}

    record Entry(String dimension, List<Integer> scores, float[] bias, double temperature, String weights) {}
}
