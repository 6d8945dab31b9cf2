package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "'flags\t\t: fpu sse4_1 avx2 avx512f avx512bw avx512_vnni avx_vnni', avx512_vnni",
        "'flags\t\t: fpu sse4_1 avx2 avx_vnni', avx_vnni",
        "'flags\t\t: fpu sse4_1 avx2', avx2",
        "'Features\t: fp asimd asimddp', asimddp",
        "'model name\t: avx2', unknown"
    })
    void theBestInstructionSetNamesThePlatform(String line, String expected) {
        assertThat(Platform.instructionSet(Stream.of("processor\t: 0", line, "flags : amx_int8")))
                .isEqualTo(expected.equals("unknown") ? "amx_int8" : expected);
        assertThat(Platform.instructionSet(Stream.of("processor\t: 0", line))).isEqualTo(expected);
    }
}
