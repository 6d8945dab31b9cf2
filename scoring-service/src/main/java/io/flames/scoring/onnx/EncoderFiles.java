package io.flames.scoring.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Graph and tokenizer of bge-small-zh-v1.5, as they ship in langchain4j's artifacts. */
public record EncoderFiles(byte[] graph, byte[] tokenizerJson) {
    /** In what numbers the weights are stored. */
    public enum Variant {
        /** 24 MB; activations are quantised by tensor, so that an input is always scored alone. */
        INT8("bge-small-zh-v1.5-q", "onnx-heads"),
        /** 95 MB; on the class path of builds with the Maven profile {@code fp32} or {@code gpu} only. */
        FP32("bge-small-zh-v1.5", "onnx-heads-fp32");

        private final String file;
        private final String weights;

        Variant(String file, String weights) {
            this.file = file;
            this.weights = weights;
        }

        /** @throws IllegalArgumentException when there is none of that name */
        public static Variant byName(String name) {
            return switch (name) {
                case "int8" -> INT8;
                case "fp32" -> FP32;
                default ->
                    throw new IllegalArgumentException(
                            "the encoder's variant is \"" + name + "\", expected one of int8, fp32");
            };
        }

        /** As in configuration. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Folder of the shipped weights that were trained on it. */
        public String weights() {
            return weights;
        }

        /** The encoder's name, for model cards and people. */
        public String encoder() {
            return "bge-small-zh-v1.5 " + id();
        }
    }

    /** File of an encoder that was trained, in the folder of its heads; float32. */
    public static final String MODEL = "model.onnx";
    /** Its tokenizer's file. */
    public static final String TOKENIZER = "tokenizer.json";
    /** Its name, for model cards and people. */
    public static final String TUNED = Variant.FP32.encoder() + " tuned";

    /** Whether the folder of weights has an encoder of its own. */
    public static boolean isTuned(Path folder) {
        return Files.isRegularFile(folder.resolve(MODEL));
    }

    /** @throws IllegalStateException when a file cannot be read */
    public static EncoderFiles tuned(Path folder) {
        try {
            return new EncoderFiles(
                    Files.readAllBytes(folder.resolve(MODEL)), Files.readAllBytes(folder.resolve(TOKENIZER)));
        } catch (IOException e) {
            throw new IllegalStateException("the encoder in " + folder + " cannot be read: " + e.getMessage(), e);
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
