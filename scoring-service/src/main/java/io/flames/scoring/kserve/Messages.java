package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.contracts.Dimensions;
import io.flames.scoring.proto.inference.InferTensorContents;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferRequest.InferInputTensor;
import io.flames.scoring.proto.inference.ModelInferRequest.InferRequestedOutputTensor;
import java.util.List;
import java.util.function.Function;

/** Batches as requests. Typed contents are used, which every server of the protocol reads. */
record Messages(KserveOptions options, ModelContract contract) {
    ModelInferRequest request(List<Asked> batch) {
        var request =
                ModelInferRequest.newBuilder().setModelName(options.model()).setModelVersion(options.modelVersion());
        switch (options.input()) {
            case TEXT -> request.addInputs(strings(0, batch, asked -> ((Asked.Text) asked).text()));
            case PAIR ->
                request.addInputs(strings(0, batch, asked -> ((Asked.Pair) asked).prompt()))
                        .addInputs(strings(1, batch, asked -> ((Asked.Pair) asked).response()))
                        .addInputs(strings(
                                2, batch, asked -> ByteString.copyFromUtf8(Dimensions.nameOf(asked.dimension()))));
            case TOKENS ->
                request.addInputs(padded(0, batch, options.padToken(), id -> id))
                        .addInputs(padded(1, batch, 0, id -> 1L));
        }
        contract.outputs()
                .forEach(output -> request.addOutputs(
                        InferRequestedOutputTensor.newBuilder().setName(output.name())));
        return request.build();
    }

    private InferInputTensor.Builder strings(int input, List<Asked> batch, Function<Asked, ByteString> element) {
        var contents = InferTensorContents.newBuilder();
        batch.forEach(asked -> contents.addBytesContents(element.apply(asked)));
        return tensor(input, batch.size(), 1).setContents(contents);
    }

    /** Padded behind, as the models are trained. */
    private InferInputTensor.Builder padded(int input, List<Asked> batch, long padding, Function<Long, Long> element) {
        int length = longest(batch);
        var contents = InferTensorContents.newBuilder();
        for (Asked asked : batch) {
            long[] ids = ((Asked.Ids) asked).ids();
            for (int i = 0; i < length; i++) {
                contents.addInt64Contents(i < ids.length ? element.apply(ids[i]) : padding);
            }
        }
        return tensor(input, batch.size(), length).setContents(contents);
    }

    private InferInputTensor.Builder tensor(int input, int items, int tokens) {
        var tensor = contract.inputs().get(input);
        return InferInputTensor.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype())
                .addAllShape(contract.inputShape(input, items, tokens));
    }

    static int longest(List<Asked> batch) {
        return batch.stream().mapToInt(Asked::tokens).max().orElse(0);
    }
}
