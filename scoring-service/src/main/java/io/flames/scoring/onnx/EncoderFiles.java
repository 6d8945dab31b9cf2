package io.flames.scoring.onnx;

import java.io.IOException;
import java.util.Locale;

/** Graph and tokenizer of bge-small-zh-v1.5, as they ship in langchain4j's artifacts. */
public record EncoderFiles(byte[] graph, byte[] tokenizerJson) {
    /** In what numbers the weights are stored. */
    public enum Variant {
        /** 24 MB; activations are quantised by tensor, so that an input is always scored alone. */
        INT8("bge-small-zh-v1.5-q"),
        /** 95 MB; on the class path of builds with the Maven profile {@code fp32} or {@code gpu} only. */
        FP32("bge-small-zh-v1.5");

        private final String file;

        Variant(String file) {
            this.file = file;
        }

        /** The encoder's name, for model cards and people. */
        public String encoder() {
            return "bge-small-zh-v1.5 " + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads both from the class path.
     *
     * @throws IllegalStateException when this build does not have them
     */
    public static EncoderFiles load(Variant variant) {
        return new EncoderFiles(read(variant, ".onnx"), read(variant, "-tokenizer.json"));
    }

    private static byte[] read(Variant variant, String ending) {
        String name = variant.file + ending;
        try (var in = EncoderFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the encoder's file " + name + " is not in this build"
                        + (variant == Variant.FP32 ? ": build with the Maven profile fp32 or gpu" : ""));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the encoder's file " + name + " cannot be read", e);
        }
    }
}
