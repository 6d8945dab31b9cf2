package io.flames.scoring.onnx;

import java.io.IOException;

/** Graph and tokenizer of bge-small-zh-v1.5 (int8), as they ship in langchain4j's artifact. */
public record EncoderFiles(byte[] graph, byte[] tokenizerJson) {
    public static final String NAME = "bge-small-zh-v1.5 int8";

    /** Reads both from the class path (24 MB). */
    public static EncoderFiles load() {
        return new EncoderFiles(read("bge-small-zh-v1.5-q.onnx"), read("bge-small-zh-v1.5-q-tokenizer.json"));
    }

    private static byte[] read(String name) {
        try (var in = EncoderFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the encoder's file " + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the encoder's file " + name + " cannot be read", e);
        }
    }
}
