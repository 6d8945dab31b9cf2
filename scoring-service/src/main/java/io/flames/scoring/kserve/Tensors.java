package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.scoring.proto.inference.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Elements of tensors in both forms that the protocol has: raw (little-endian, row-major) and typed contents. */
public final class Tensors {
    public static final String BYTES = "BYTES";
    public static final String INT32 = "INT32";
    public static final String INT64 = "INT64";
    public static final String FP32 = "FP32";
    public static final String BOOL = "BOOL";
    /** Datatypes that {@link #numbers} reads. */
    public static final List<String> FLOATS = List.of(FP32, "FP64", "FP16", "BF16");

    private static final int LENGTH_BYTES = 4;

    private Tensors() {}

    /**
     * @param datatype one of {@link #FLOATS}
     * @throws IllegalArgumentException when the bytes are no whole number of elements
     */
    public static double[] numbers(String datatype, ByteString raw) {
        var bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return switch (datatype) {
            case FP32 -> elements(raw, Float.BYTES, i -> bytes.getFloat(i * Float.BYTES));
            case "FP64" -> elements(raw, Double.BYTES, i -> bytes.getDouble(i * Double.BYTES));
            case "FP16" -> elements(raw, Short.BYTES, i -> half(bytes.getShort(i * Short.BYTES)));
            case "BF16" ->
                elements(raw, Short.BYTES, i -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << Short.SIZE));
            default -> throw new IllegalArgumentException("datatype " + datatype + " is none of " + FLOATS);
        };
    }

    private static double[] elements(ByteString raw, int width, IntToDoubleFunction element) {
        if (raw.size() % width != 0) {
            throw new IllegalArgumentException(raw.size() + " bytes are no whole number of elements");
        }
        return IntStream.range(0, raw.size() / width).mapToDouble(element).toArray();
    }

    /** IEEE 754 binary16. */
    static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double size =
                switch (exponent) {
                    case 0 -> Math.scalb((double) fraction, -24);
                    case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> Math.scalb(1024.0 + fraction, exponent - 25);
                };
        return bits < 0 ? -size : size;
    }

    /** Typed contents; there are none of 16-bit floats. */
    public static double[] numbers(String datatype, InferTensorContents contents) {
        return switch (datatype) {
            case FP32 ->
                contents.getFp32ContentsList().stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray();
            case "FP64" ->
                contents.getFp64ContentsList().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
            default -> throw new IllegalArgumentException("datatype " + datatype + " has no typed contents");
        };
    }

    /**
     * Elements of datatype BYTES, each with its length before it.
     *
     * @throws IllegalArgumentException when a length goes beyond the end
     */
    public static List<ByteString> strings(ByteString raw) {
        var bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        var elements = new ArrayList<ByteString>();
        while (bytes.hasRemaining()) {
            if (bytes.remaining() < LENGTH_BYTES) {
                throw new IllegalArgumentException("an element's length is cut off");
            }
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new IllegalArgumentException("an element of " + Integer.toUnsignedString(length) + " bytes where "
                        + bytes.remaining() + " are left");
            }
            elements.add(raw.substring(bytes.position(), bytes.position() + length));
            bytes.position(bytes.position() + length);
        }
        return elements;
    }

    public static ByteString raw(List<ByteString> strings) {
        var bytes = littleEndian(
                strings.stream().mapToInt(text -> LENGTH_BYTES + text.size()).sum());
        strings.forEach(text -> {
            bytes.putInt(text.size());
            text.copyTo(bytes);
        });
        return ByteString.copyFrom(bytes.flip());
    }

    public static ByteString raw(float[] numbers) {
        var bytes = littleEndian(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        return ByteString.copyFrom(bytes);
    }

    public static ByteString raw(int[] numbers) {
        var bytes = littleEndian(numbers.length * Integer.BYTES);
        bytes.asIntBuffer().put(numbers);
        return ByteString.copyFrom(bytes);
    }

    public static ByteString raw(boolean[] flags) {
        var bytes = new byte[flags.length];
        for (int i = 0; i < flags.length; i++) {
            bytes[i] = (byte) (flags[i] ? 1 : 0);
        }
        return ByteString.copyFrom(bytes);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
