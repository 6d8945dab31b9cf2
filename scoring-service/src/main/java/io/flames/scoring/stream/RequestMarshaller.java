package io.flames.scoring.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads requests, and keeps one that cannot be read, such as text that is not UTF-8, as a marked request with its id:
 * gRPC itself would end the whole stream with UNKNOWN and say nothing. {@link RequestCheck} refuses what is marked.
 */
final class RequestMarshaller implements Marshaller<ScoreRequest> {
    /** The largest field number that protobuf knows: no field of ours. */
    private static final int MARK = (1 << 29) - 1;

    private static final UnknownFieldSet MARKED = UnknownFieldSet.newBuilder()
            .addField(MARK, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private final Marshaller<ScoreRequest> generated;

    private RequestMarshaller(Marshaller<ScoreRequest> generated) {
        this.generated = generated;
    }

    /** The same service, with this reader for each method that takes a {@link ScoreRequest}. */
    static ServerServiceDefinition in(ServerServiceDefinition service) {
        var methods =
                service.getMethods().stream().map(RequestMarshaller::method).toList();
        var descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(definition::addMethod);
        return definition.build();
    }

    @SuppressWarnings("unchecked")
    private static <Q, R> ServerMethodDefinition<Q, R> method(ServerMethodDefinition<Q, R> method) {
        var descriptor = method.getMethodDescriptor();
        if (!(descriptor.getRequestMarshaller() instanceof MethodDescriptor.ReflectableMarshaller<Q> known)
                || known.getMessageClass() != ScoreRequest.class) {
            return method;
        }
        var reader = (Marshaller<Q>) new RequestMarshaller((Marshaller<ScoreRequest>) known);
        return ServerMethodDefinition.create(
                descriptor.toBuilder(reader, descriptor.getResponseMarshaller()).build(),
                method.getServerCallHandler());
    }

    static boolean isUnreadable(ScoreRequest request) {
        return request.getUnknownFields().hasField(MARK);
    }

    @Override
    public InputStream stream(ScoreRequest request) {
        return generated.stream(request);
    }

    @Override
    public ScoreRequest parse(InputStream stream) {
        byte[] bytes;
        try {
            bytes = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return ScoreRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return ScoreRequest.newBuilder()
                    .setRequestId(idOf(bytes))
                    .setUnknownFields(MARKED)
                    .build();
        }
    }

    /** Empty when not even the id can be read. */
    private static String idOf(byte[] bytes) {
        try {
            var ids = UnknownFieldSet.parseFrom(bytes)
                    .getField(ScoreRequest.REQUEST_ID_FIELD_NUMBER)
                    .getLengthDelimitedList();
            return ids.isEmpty() || !ids.get(ids.size() - 1).isValidUtf8()
                    ? ""
                    : ids.get(ids.size() - 1).toStringUtf8();
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }
}
