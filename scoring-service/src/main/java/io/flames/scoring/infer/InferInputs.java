package io.flames.scoring.infer;

import com.google.protobuf.ByteString;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.infer.ScorerModel.Output;
import io.flames.scoring.kserve.Tensors;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferRequest.InferInputTensor;
import io.flames.scoring.scorer.ScoringInput;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads and checks a request. What is wrong is said with its place and with what is allowed; texts are not repeated.
 *
 * @param mostItems of a request
 * @param promptChars longest prompt in characters
 * @param responseChars longest response in characters
 */
record InferInputs(int mostItems, int promptChars, int responseChars) {
    private static final int LONGEST_SHOWN = 40;

    /** @throws IllegalArgumentException when the request is malformed */
    List<ScoringInput> read(ModelInferRequest request) {
        Map<String, List<ByteString>> columns = columns(request);
        var prompts = columns.get(ScorerModel.INPUTS.get(0));
        var responses = columns.get(ScorerModel.INPUTS.get(1));
        var dimensions = columns.get(ScorerModel.INPUTS.get(2));
        var inputs = new ArrayList<ScoringInput>();
        for (int i = 0; i < prompts.size(); i++) {
            String prompt = text("prompt", i, prompts.get(i), promptChars);
            if (prompt.isBlank()) {
                throw new IllegalArgumentException(place("prompt", i) + " is blank");
            }
            inputs.add(new ScoringInput(
                    dimension(i, dimensions.get(i)), prompt, text("response", i, responses.get(i), responseChars)));
        }
        return inputs;
    }

    /**
     * The outputs that the request names; all where it names none.
     *
     * @throws IllegalArgumentException when there is no such output, or it is named twice
     */
    static List<Output> outputs(ModelInferRequest request) {
        if (request.getOutputsCount() == 0) {
            return List.of(Output.values());
        }
        var outputs = request.getOutputsList().stream()
                .map(wanted -> {
                    if (wanted.getParametersCount() > 0) {
                        throw new IllegalArgumentException(
                                "output " + shown(wanted.getName())
                                        + " has parameters, expected none: neither classification nor shared memory is offered");
                    }
                    return Arrays.stream(Output.values())
                            .filter(output -> output.tensor().equals(wanted.getName()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("unknown output " + shown(wanted.getName())
                                    + ", expected none or some of " + names()));
                })
                .toList();
        if (outputs.stream().distinct().count() != outputs.size()) {
            throw new IllegalArgumentException("an output is named twice, expected each once at most");
        }
        return outputs;
    }

    private static String names() {
        return Arrays.stream(Output.values()).map(Output::tensor).collect(Collectors.joining(", "));
    }

    private Map<String, List<ByteString>> columns(ModelInferRequest request) {
        boolean raw = request.getRawInputContentsCount() > 0;
        if (raw && request.getRawInputContentsCount() != request.getInputsCount()) {
            throw new IllegalArgumentException("raw_input_contents has " + request.getRawInputContentsCount()
                    + " entries, expected one for each of the " + request.getInputsCount() + " inputs");
        }
        var columns = new HashMap<String, List<ByteString>>();
        long items = request.getInputsCount() == 0 ? 0 : items(request.getInputs(0));
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor tensor = request.getInputs(i);
            if (!ScorerModel.INPUTS.contains(tensor.getName())) {
                throw new IllegalArgumentException(
                        "unknown input " + shown(tensor.getName()) + ", expected " + ScorerModel.INPUTS);
            }
            if (items(tensor) != items) {
                throw new IllegalArgumentException(
                        "input " + tensor.getName() + " has " + items(tensor) + " items, expected " + items + " as in "
                                + shown(request.getInputs(0).getName()));
            }
            var elements = elements(tensor, raw, raw ? request.getRawInputContents(i) : ByteString.EMPTY);
            if (elements.size() != items) {
                throw new IllegalArgumentException("input " + tensor.getName() + " has " + elements.size()
                        + " elements, its shape promises " + items);
            }
            if (columns.put(tensor.getName(), elements) != null) {
                throw new IllegalArgumentException("input " + tensor.getName() + " is there twice, expected once");
            }
        }
        ScorerModel.INPUTS.stream()
                .filter(name -> !columns.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("input " + name + " is missing, expected " + ScorerModel.INPUTS);
                });
        return columns;
    }

    private long items(InferInputTensor tensor) {
        var shape = tensor.getShapeList();
        boolean column = shape.size() == 1 || shape.size() == 2 && shape.get(1) == 1;
        if (!tensor.getDatatype().equals(Tensors.BYTES) || !column || shape.get(0) < 1 || shape.get(0) > mostItems) {
            throw new IllegalArgumentException("input " + shown(tensor.getName()) + " has datatype "
                    + shown(tensor.getDatatype()) + " and shape " + shown(shape.toString())
                    + ", expected BYTES and [n, 1] or [n] with n from 1 to " + mostItems);
        }
        return shape.get(0);
    }

    private static List<ByteString> elements(InferInputTensor tensor, boolean raw, ByteString bytes) {
        var typed = tensor.getContents().getBytesContentsList();
        if (!raw) {
            return typed;
        }
        if (tensor.hasContents()) {
            throw new IllegalArgumentException(
                    "input " + tensor.getName() + " has contents beside raw_input_contents, expected one of the two");
        }
        try {
            return Tensors.strings(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("raw contents of input " + tensor.getName() + ": " + e.getMessage(), e);
        }
    }

    private static Dimension dimension(int item, ByteString element) {
        String name = decode("dimension", item, element);
        return Dimensions.byName(name)
                .or(() -> Dimensions.bySlug(name))
                .orElseThrow(() -> new IllegalArgumentException(place("dimension", item) + " is " + shown(name)
                        + ", expected one of " + Dimensions.allowedNames()));
    }

    private static String text(String input, int item, ByteString element, int most) {
        String text = decode(input, item, element);
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    place(input, item) + " has " + text.length() + " characters, at most " + most + " are allowed");
        }
        return text;
    }

    private static String decode(String input, int item, ByteString element) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(element.asReadOnlyByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(place(input, item) + " is not UTF-8", e);
        }
    }

    private static String place(String input, int item) {
        return input + " of item " + item;
    }

    private static String shown(String text) {
        return "\"" + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...") + "\"";
    }
}
