package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.flames.scoring.proto.inference.InferTensorContents;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorsTest {
    @Test
    void floatsOfEveryWidthAreRead() {
        assertThat(Tensors.numbers("FP32", bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0)))
                .containsExactly(1, -2);
        assertThat(Tensors.numbers("FP64", bytes(0, 0, 0, 0, 0, 0, 0xf0, 0x3f))).containsExactly(1);
        assertThat(Tensors.numbers("FP16", bytes(0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 0x7c, 0, 0x7e)))
                .containsExactly(1, -2, 65504, Math.scalb(1.0, -24), Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(Tensors.numbers("BF16", bytes(0x80, 0x3f, 0, 0xc0, 0xc0, 0x7f)))
                .containsExactly(1, -2, Double.NaN);
    }

    @Test
    void typedContentsAreRead() {
        assertThat(Tensors.numbers(
                        "FP32",
                        InferTensorContents.newBuilder().addFp32Contents(1.5f).build()))
                .containsExactly(1.5);
        assertThat(Tensors.numbers(
                        "FP64",
                        InferTensorContents.newBuilder().addFp64Contents(1.5).build()))
                .containsExactly(1.5);
        assertThatThrownBy(() -> Tensors.numbers("FP16", InferTensorContents.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsOfElementsAreRefused() {
        assertThatThrownBy(() -> Tensors.numbers("FP32", bytes(1, 2, 3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensors.numbers("INT64", bytes(1, 2, 3, 4, 5, 6, 7, 8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stringsComeBack() {
        var strings = List.of(ByteString.copyFromUtf8("提示"), ByteString.EMPTY, ByteString.copyFromUtf8("a"));

        assertThat(Tensors.strings(Tensors.raw(strings))).isEqualTo(strings);
        assertThat(Tensors.raw(List.of(ByteString.copyFromUtf8("a")))).isEqualTo(bytes(1, 0, 0, 0, 'a'));
    }

    @Test
    void lengthsThatLieAreRefused() {
        for (var lie : List.of(bytes(2, 0, 0, 0, 'a'), bytes(0xff, 0xff, 0xff, 0xff), bytes(1, 0, 0))) {
            assertThatThrownBy(() -> Tensors.strings(lie)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rawOutputsAreLittleEndian() {
        assertThat(Tensors.raw(new float[] {1, -2})).isEqualTo(bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0));
        assertThat(Tensors.raw(new int[] {3})).isEqualTo(bytes(3, 0, 0, 0));
        assertThat(Tensors.raw(new boolean[] {true, false})).isEqualTo(bytes(1, 0));
    }

    private static ByteString bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
