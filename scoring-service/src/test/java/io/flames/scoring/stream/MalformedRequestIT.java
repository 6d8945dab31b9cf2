package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that no scorer can be asked, and bytes that are no request: refused, and the service goes on. */
@QuarkusTest
@TestProfile(ScriptedProfile.class)
class MalformedRequestIT extends Scripted {
    @Test
    void aUnaryCallSaysWhatIsWrong() {
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setDimensionValue(99))))
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "dimension: unknown dimension"));
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setScorer("nobody"))))
                .satisfies(fault -> assertStatus(fault, Status.Code.NOT_FOUND, "broken, fast, slow"));
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setScorer("broken"))))
                .satisfies(fault -> assertStatus(fault, Status.Code.UNAVAILABLE, "expected one of onnx, kserve"));
    }

    @Test
    void sixtyFourMebibytesAreRefusedAndTheServiceGoesOn() {
        assertThatThrownBy(() -> blocking().scoreOne(request("x".repeat(64 << 20), r -> {})))
                .satisfies(fault -> assertStatus(fault, Status.Code.RESOURCE_EXHAUSTED, "4194304"));

        assertThat(blocking().scoreOne(request("3", r -> {})).hasScored()).isTrue();
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAndTheServiceGoesOn() throws Exception {
        var request = request("bad3", r -> {});

        assertThat(raw(notUtf8(request)).get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(raw(request.toByteArray()).get(10, TimeUnit.SECONDS).getCode())
                .isEqualTo(Status.Code.OK);
    }

    @Test
    void onAStreamBytesThatAreNotUtf8AreOneAnswerAndTheStreamGoesOn() throws Exception {
        var method = ScoringServiceGrpc.getScoreMethod().toBuilder(
                        new Bytes(), ScoringServiceGrpc.getScoreMethod().getResponseMarshaller())
                .build();
        var results = new LinkedBlockingQueue<ScoreResult>();
        ClientCall<byte[], ScoreResult> call = client.channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ScoreResult result) {
                        results.add(result);
                        call.request(1);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(notUtf8(request("bad3", r -> r.setRequestId("first"))));

        var refused = results.poll(10, TimeUnit.SECONDS);
        call.sendMessage(request("3", r -> r.setRequestId("second")).toByteArray());
        var scored = results.poll(10, TimeUnit.SECONDS);

        assertThat(refused.getRequestId()).isEqualTo("first");
        assertThat(refused.getInvalid().getMessage()).contains("UTF-8");
        assertThat(scored.getScored().getScore()).isEqualTo(3);
        call.halfClose();
    }

    private static byte[] notUtf8(ScoreRequest request) {
        byte[] bytes = request.toByteArray();
        for (int i = 0; i < bytes.length - 3; i++) {
            if (bytes[i] == 'b' && bytes[i + 1] == 'a' && bytes[i + 2] == 'd') {
                bytes[i] = (byte) 0xff;
            }
        }
        return bytes;
    }

    /** A unary call of bytes that no generated class would send. */
    private CompletableFuture<Status> raw(byte[] message) {
        var method = ScoringServiceGrpc.getScoreOneMethod().toBuilder(new Bytes(), new Bytes())
                .build();
        var ended = new CompletableFuture<Status>();
        ClientCall<byte[], byte[]> call = client.channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(message);
        call.halfClose();
        return ended;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (var out = new ByteArrayOutputStream()) {
                stream.transferTo(out);
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
