package io.flames.scoring.infer;

import com.google.protobuf.ByteString;
import io.flames.scoring.infer.ScorerModel.Output;
import io.flames.scoring.kserve.Tensors;
import io.flames.scoring.proto.inference.InferTensorContents;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelInferResponse.InferOutputTensor;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Verdicts as output tensors, in the form of contents that the request used. */
record InferAnswer(List<Verdict> verdicts, boolean raw) {
    private static final int HIGHEST_SCORE = 3;

    ModelInferResponse.Builder response(List<Output> outputs) {
        var response = ModelInferResponse.newBuilder();
        for (Output output : outputs) {
            var tensor = InferOutputTensor.newBuilder()
                    .setName(output.tensor())
                    .setDatatype(output.datatype())
                    .addShape(verdicts.size())
                    .addShape(output.columns());
            if (raw) {
                response.addRawOutputContents(bytes(output));
            } else {
                tensor.setContents(contents(output));
            }
            response.addOutputs(tensor);
        }
        return response;
    }

    private ByteString bytes(Output output) {
        return switch (output) {
            case SCORE -> Tensors.raw(scores());
            case PROBABILITIES -> Tensors.raw(probabilities());
            case LOGITS -> Tensors.raw(logits());
            case UNSCORABLE -> Tensors.raw(reasons());
            case TRUNCATED -> Tensors.raw(truncated());
        };
    }

    private InferTensorContents contents(Output output) {
        var contents = InferTensorContents.newBuilder();
        switch (output) {
            case SCORE -> Arrays.stream(scores()).forEach(contents::addIntContents);
            case PROBABILITIES -> add(contents, probabilities());
            case LOGITS -> add(contents, logits());
            case UNSCORABLE -> contents.addAllBytesContents(reasons());
            case TRUNCATED -> {
                for (boolean flag : truncated()) {
                    contents.addBoolContents(flag);
                }
            }
        }
        return contents.build();
    }

    private static void add(InferTensorContents.Builder contents, float[] numbers) {
        for (float number : numbers) {
            contents.addFp32Contents(number);
        }
    }

    private int[] scores() {
        return verdicts.stream()
                .mapToInt(verdict -> verdict instanceof Scored scored ? scored.score() : 0)
                .toArray();
    }

    private float[] probabilities() {
        return classes(0, ClassProbability::probability);
    }

    private float[] logits() {
        return classes(Float.NaN, share -> share.logit().orElse(Double.NaN));
    }

    private float[] classes(float none, ToDoubleFunction<ClassProbability> number) {
        int columns = Output.LOGITS.columns();
        var rows = new float[verdicts.size() * columns];
        Arrays.fill(rows, none);
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof Scored scored) {
                for (ClassProbability share : scored.probabilities()) {
                    rows[i * columns + HIGHEST_SCORE - share.score()] = (float) number.applyAsDouble(share);
                }
            }
        }
        return rows;
    }

    private List<ByteString> reasons() {
        return verdicts.stream()
                .map(verdict -> verdict instanceof Unscorable unscorable
                        ? ByteString.copyFromUtf8(unscorable.reason().name())
                        : ByteString.EMPTY)
                .toList();
    }

    private boolean[] truncated() {
        var flags = new boolean[verdicts.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = verdicts.get(i) instanceof Scored scored && scored.truncated();
        }
        return flags;
    }
}
