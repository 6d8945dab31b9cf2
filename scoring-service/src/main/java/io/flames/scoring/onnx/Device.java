package io.flames.scoring.onnx;

import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import java.util.Locale;
import java.util.Optional;

/** What ONNX Runtime computes on: one of its execution providers. */
public enum Device {
    /** Every build has it. */
    CPU,
    /** Builds with the Maven profile {@code gpu}, on a machine with NVIDIA's driver and CUDA's libraries. */
    CUDA,
    /** Likewise, with TensorRT's libraries; what TensorRT does not know runs on CUDA. */
    TENSORRT;

    /**
     * @param name of a device, or {@code auto}: empty
     * @throws IllegalArgumentException for any other
     */
    public static Optional<Device> byName(String name) {
        return switch (name) {
            case "auto" -> Optional.empty();
            case "cpu" -> Optional.of(CPU);
            case "cuda" -> Optional.of(CUDA);
            case "tensorrt" -> Optional.of(TENSORRT);
            default ->
                throw new IllegalArgumentException(
                        "onnx.device is \"" + name + "\", expected one of auto, cpu, cuda, tensorrt");
        };
    }

    /** As in configuration. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** See {@link Platform}. */
    public String platform() {
        return this == CPU ? Platform.cpu() : id();
    }

    /** int8 products are no accelerator's operators here: ONNX Runtime would bring them back to the CPU one by one. */
    Variant variant() {
        return this == CPU ? Variant.INT8 : Variant.FP32;
    }

    Norm norm() {
        return this == CPU ? Norm.INSTANCE : Norm.LAYER;
    }
}
