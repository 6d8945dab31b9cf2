package io.flames.scoring.kserve;

import io.flames.scoring.kserve.KserveOptions.Input;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse.TensorMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What model and configuration agreed on.
 *
 * @param inputs in the order of the options' names
 * @param outputs that are read: those of the layout, then the one that says whether the input was cut
 */
record ModelContract(List<Tensor> inputs, List<Tensor> outputs) {
    private static final long ANY = -1;
    private static final int ITEMS_ONLY = 1;
    private static final int ROWS = 2;
    private static final int ROWS_OF_TOKENS = 3;

    /**
     * A tensor of the model.
     *
     * @param shape -1 where any size will do; the first is the number of items
     */
    record Tensor(String name, String datatype, List<Long> shape) {
        @Override
        public String toString() {
            return "\"" + name + "\" of datatype " + datatype + " and shape " + shape;
        }
    }

    /**
     * Compares a model with what is configured for it.
     *
     * @throws IllegalArgumentException with what was expected and what was found
     */
    static ModelContract check(KserveOptions options, ModelMetadataResponse model) {
        if (!options.modelVersion().isEmpty()
                && model.getVersionsCount() > 0
                && !model.getVersionsList().contains(options.modelVersion())) {
            throw new IllegalArgumentException("model " + options.model() + ": expected version "
                    + options.modelVersion() + ", found " + model.getVersionsList());
        }
        var checker = new Checker(options, tensors(model.getInputsList()), tensors(model.getOutputsList()));
        return new ModelContract(checker.inputs(), checker.outputs());
    }

    private static List<Tensor> tensors(List<TensorMetadata> tensors) {
        return tensors.stream()
                .map(tensor -> new Tensor(tensor.getName(), tensor.getDatatype(), List.copyOf(tensor.getShapeList())))
                .toList();
    }

    private record Checker(KserveOptions options, List<Tensor> inputs, List<Tensor> outputs) {
        @Override
        public List<Tensor> inputs() {
            var wanted = options.inputNames();
            var more = inputs.stream()
                    .map(Tensor::name)
                    .filter(name -> !wanted.contains(name))
                    .toList();
            if (!more.isEmpty()) {
                throw wrong("inputs " + wanted, "also " + more);
            }
            return wanted.stream()
                    .map(name -> input(find("input", name, inputs)))
                    .toList();
        }

        private Tensor input(Tensor found) {
            boolean tokens = options.input() == Input.TOKENS;
            String datatype = tokens ? Tensors.INT64 : Tensors.BYTES;
            boolean shaped =
                    tokens ? fits(found.shape(), ANY, ANY) : fits(found.shape(), ANY, 1) || fits(found.shape(), ANY);
            if (!found.datatype().equals(datatype) || !shaped) {
                throw wrong(
                        "input \"" + found.name() + "\" of datatype " + datatype + " and shape "
                                + (tokens ? "[-1, -1]" : "[-1, 1] or [-1]"),
                        found.toString());
            }
            return found;
        }

        @Override
        public List<Tensor> outputs() {
            var read = new ArrayList<Tensor>();
            for (int i = 0; i < options.layout().outputs().size(); i++) {
                read.add(logits(
                        find("output", options.layout().outputs().get(i), outputs),
                        options.layout().width(i)));
            }
            options.truncatedOutput().ifPresent(name -> read.add(flag(find("output", name, outputs))));
            return read;
        }

        private Tensor logits(Tensor found, int width) {
            boolean perToken = options.input() == Input.TOKENS && fits(found.shape(), ANY, ANY, width);
            if (!Tensors.FLOATS.contains(found.datatype()) || !fits(found.shape(), ANY, width) && !perToken) {
                throw wrong(
                        "output \"" + found.name() + "\" of datatype " + String.join(", ", Tensors.FLOATS)
                                + " and shape [-1, " + width + "]"
                                + (options.input() == Input.TOKENS ? " or [-1, -1, " + width + "]" : ""),
                        found.toString());
            }
            return found;
        }

        private Tensor flag(Tensor found) {
            if (!found.datatype().equals(Tensors.BOOL) || !fits(found.shape(), ANY, 1) && !fits(found.shape(), ANY)) {
                throw wrong(
                        "output \"" + found.name() + "\" of datatype BOOL and shape [-1, 1] or [-1]", found.toString());
            }
            return found;
        }

        private Tensor find(String what, String name, List<Tensor> among) {
            return among.stream()
                    .filter(tensor -> tensor.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            what + " \"" + name + "\"",
                            among.stream().map(Tensor::toString).collect(Collectors.joining("; "))));
        }

        /** -1 on either side is any size; one item a call is allowed where calls have one item. */
        private boolean fits(List<Long> found, long... expected) {
            if (found.size() != expected.length) {
                return false;
            }
            boolean oneByOne = options.largestBatch() == 1 && found.get(0) == 1;
            for (int i = 0; i < expected.length; i++) {
                boolean any = found.get(i) == ANY || i == 0 && oneByOne;
                if (!any && found.get(i) != expected[i]) {
                    return false;
                }
            }
            return true;
        }

        private IllegalArgumentException wrong(String expected, String found) {
            return new IllegalArgumentException(
                    "model " + options.model() + ": expected " + expected + ", found " + found);
        }
    }

    /** Shape of an input tensor in a call. */
    List<Long> inputShape(int input, long items, long tokens) {
        return inputs.get(input).shape().size() == ITEMS_ONLY ? List.of(items) : List.of(items, tokens);
    }

    /** Shape that an output of a call has; the model's own -1 are filled in. */
    List<Long> outputShape(int output, long items, long tokens, long width) {
        return switch (outputs.get(output).shape().size()) {
            case ITEMS_ONLY -> List.of(items);
            case ROWS -> List.of(items, width);
            case ROWS_OF_TOKENS -> List.of(items, tokens, width);
            default -> throw new IllegalStateException("checked at load");
        };
    }
}
