package io.flames.scoring.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the numbers of a graph depend on beside its input: the execution provider and, on a CPU, the instruction set that
 * ONNX Runtime chooses its kernels by. Named such as {@code cpu/avx512_vnni}, {@code cuda}.
 */
public final class Platform {
    /** Of a system that does not tell; equal to no other. */
    public static final String UNKNOWN = "unknown";

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    /** Best first, as the kernel names them; ARM's are among them. */
    private static final List<String> INSTRUCTION_SETS =
            List.of("amx_int8", "avx512_vnni", "avx_vnni", "avx512bw", "avx2", "sse4_1", "i8mm", "asimddp", "asimd");

    private Platform() {}

    /** Of this machine's processor. */
    public static String cpu() {
        return "cpu/" + instructionSet();
    }

    /** Version of ONNX Runtime. */
    public static String runtimeVersion() {
        return OrtLibrary.environment().getVersion();
    }

    private static String instructionSet() {
        if (!Files.isReadable(CPU_INFO)) {
            return UNKNOWN;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return instructionSet(lines);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** @param cpuInfo lines of {@code /proc/cpuinfo}; the first processor's flags count */
    static String instructionSet(Stream<String> cpuInfo) {
        Set<String> flags = cpuInfo.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> Set.copyOf(Arrays.asList(
                        line.substring(line.indexOf(':') + 1).trim().split("\\s+"))))
                .orElse(Set.of());
        return INSTRUCTION_SETS.stream().filter(flags::contains).findFirst().orElse(UNKNOWN);
    }
}
