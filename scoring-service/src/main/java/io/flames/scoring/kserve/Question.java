package io.flames.scoring.kserve;

import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferResponse;
import java.util.function.Function;

/**
 * A call.
 *
 * @param items of the batch
 * @param reading of the response; throws IllegalArgumentException when it is no output of the model, which is a failure of
 *     the server
 */
record Question<T>(ModelInferRequest request, int items, Function<ModelInferResponse, T> reading) {
    /** Bytes; servers take 4 MiB as gRPC comes, some less. */
    static final int LARGEST = 1 << 20;

    boolean alone() {
        return items == 1;
    }

    boolean large() {
        return request.getSerializedSize() > LARGEST;
    }
}
