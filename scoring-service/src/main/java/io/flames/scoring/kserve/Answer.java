package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.scoring.kserve.ModelContract.Tensor;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelInferResponse.InferOutputTensor;
import io.flames.scoring.template.HeadLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The outputs of one call.
 *
 * @param rows one array an output of the layout, [n, width]
 * @param truncated one a item; the server says that it cut the input
 */
record Answer(List<double[]> rows, boolean[] truncated) {
    /**
     * Reads a response that has to be what the model's metadata promised.
     *
     * @throws IllegalArgumentException when a tensor is missing or has another datatype, shape or size
     */
    static Answer read(KserveOptions options, ModelContract contract, List<Asked> batch, ModelInferResponse response) {
        var reader = new Reader(contract, batch, response);
        if (!response.getModelName().isEmpty() && !response.getModelName().equals(options.model())) {
            throw new IllegalArgumentException("another model answered than " + options.model());
        }
        var layout = options.layout();
        var rows = new ArrayList<double[]>();
        for (int i = 0; i < layout.outputs().size(); i++) {
            rows.add(reader.rows(i, layout.width(i)));
        }
        return new Answer(
                rows,
                options.truncatedOutput().isPresent()
                        ? reader.flags(layout.outputs().size())
                        : new boolean[batch.size()]);
    }

    private record Reader(ModelContract contract, List<Asked> batch, ModelInferResponse response) {
        double[] rows(int output, int width) {
            int at = find(output, width);
            Tensor expected = contract.outputs().get(output);
            InferOutputTensor tensor = response.getOutputs(at);
            double[] numbers = raw()
                    ? Tensors.numbers(expected.datatype(), bytes(at))
                    : Tensors.numbers(expected.datatype(), tensor.getContents());
            sized(expected, tensor, numbers.length);
            return tensor.getShapeCount() == 2
                    ? numbers
                    : HeadLayout.logitsAtLastToken(numbers, mask(), Messages.longest(batch), width);
        }

        boolean[] flags(int output) {
            int at = find(output, 1);
            Tensor expected = contract.outputs().get(output);
            var flags = new boolean[batch.size()];
            if (raw()) {
                sized(expected, response.getOutputs(at), bytes(at).size());
                IntStream.range(0, flags.length)
                        .forEach(i -> flags[i] = bytes(at).byteAt(i) != 0);
            } else {
                var contents = response.getOutputs(at).getContents();
                sized(expected, response.getOutputs(at), contents.getBoolContentsCount());
                IntStream.range(0, flags.length).forEach(i -> flags[i] = contents.getBoolContents(i));
            }
            return flags;
        }

        private int find(int output, int width) {
            Tensor expected = contract.outputs().get(output);
            var found = IntStream.range(0, response.getOutputsCount())
                    .filter(i -> response.getOutputs(i).getName().equals(expected.name()))
                    .toArray();
            if (found.length != 1) {
                throw new IllegalArgumentException(
                        "output \"" + expected.name() + "\" is there " + found.length + " times, expected once");
            }
            var tensor = response.getOutputs(found[0]);
            var shape = contract.outputShape(output, batch.size(), Messages.longest(batch), width);
            if (!tensor.getDatatype().equals(expected.datatype())
                    || !tensor.getShapeList().equals(shape)) {
                throw new IllegalArgumentException("output \"" + expected.name() + "\": expected datatype "
                        + expected.datatype() + " and shape " + shape + ", found "
                        + bounded(tensor.getDatatype()) + " and "
                        + bounded(tensor.getShapeList().toString()));
            }
            return found[0];
        }

        /** The server's own words may be long. */
        private static String bounded(String text) {
            return text.length() <= 60 ? text : text.substring(0, 60) + "...";
        }

        private boolean raw() {
            return response.getRawOutputContentsCount() > 0;
        }

        private ByteString bytes(int at) {
            if (response.getRawOutputContentsCount() != response.getOutputsCount()) {
                throw new IllegalArgumentException("raw contents of " + response.getRawOutputContentsCount()
                        + " outputs, expected " + response.getOutputsCount());
            }
            return response.getRawOutputContents(at);
        }

        private static void sized(Tensor expected, InferOutputTensor tensor, int elements) {
            long promised = tensor.getShapeList().stream().reduce(1L, Math::multiplyExact);
            if (elements != promised) {
                throw new IllegalArgumentException("output \"" + expected.name() + "\" has " + elements
                        + " elements, its shape promises " + promised);
            }
        }

        private long[] mask() {
            int length = Messages.longest(batch);
            var mask = new long[batch.size() * length];
            for (int item = 0; item < batch.size(); item++) {
                Arrays.fill(mask, item * length, item * length + batch.get(item).tokens(), 1L);
            }
            return mask;
        }
    }
}
