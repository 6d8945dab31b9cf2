package io.flames.scoring.infer;

import io.flames.scoring.kserve.Tensors;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelMetadataResponse.TensorMetadata;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Tested;
import java.util.List;

/** A scorer as a model of the protocol. */
final class ScorerModel {
    static final List<String> INPUTS = List.of("prompt", "response", "dimension");

    private static final long ANY = -1;

    /** What a model gives for an item, in this order where a request does not choose. */
    enum Output {
        /** 3, 2 or 1; 0 for an item that is unscorable. */
        SCORE("score", Tensors.INT32, 1),
        /** Of scores 3, 2 and 1; 0 for a score that the dimension does not know, and of an unscorable item. */
        PROBABILITIES("probabilities", Tensors.FP32, 3),
        /** Of scores 3, 2 and 1; not a number where there is none. */
        LOGITS("logits", Tensors.FP32, 3),
        /** Why there is no score, such as BLANK; empty where there is one. */
        UNSCORABLE("unscorable", Tensors.BYTES, 1),
        /** Head and tail of the response were read. */
        TRUNCATED("truncated", Tensors.BOOL, 1);

        private final String tensor;
        private final String datatype;
        private final int columns;

        Output(String tensor, String datatype, int columns) {
            this.tensor = tensor;
            this.datatype = datatype;
            this.columns = columns;
        }

        String tensor() {
            return tensor;
        }

        String datatype() {
            return datatype;
        }

        int columns() {
            return columns;
        }
    }

    private ScorerModel() {}

    /** The version is known once the scorer was tested. */
    static ModelMetadataResponse metadata(ServedScorer scorer) {
        var model = ModelMetadataResponse.newBuilder().setName(scorer.name()).setPlatform("flames-" + scorer.kind());
        scorer.state().tested().ifPresent(tested -> model.addVersions(version(tested)));
        INPUTS.forEach(name -> model.addInputs(tensor(name, Tensors.BYTES, 1)));
        for (Output output : Output.values()) {
            model.addOutputs(tensor(output.tensor, output.datatype, output.columns));
        }
        return model.build();
    }

    static String version(Tested tested) {
        return String.valueOf(tested.loaded().scorer().identity().version());
    }

    private static TensorMetadata tensor(String name, String datatype, long columns) {
        return TensorMetadata.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addShape(ANY)
                .addShape(columns)
                .build();
    }
}
