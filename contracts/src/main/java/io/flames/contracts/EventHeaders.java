package io.flames.contracts;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * CloudEvents 1.0 headers of a Kafka record in binary mode: {@code ce_specversion}, {@code ce_id}, {@code ce_type},
 * {@code ce_source}, {@code ce_time} and {@code content-type}.
 */
public final class EventHeaders {
    public static final String CONTENT_TYPE = "application/protobuf";

    private EventHeaders() {}

    /**
     * @param envelope one of the topic envelopes with its {@code oneof event} set; the type header is the full name of
     *     the event in it, such as {@code flames.prompt.v1.ReleasePublished}
     * @param id unique to this event and the same when it is sent again
     * @param source the service, such as {@code prompt-service}
     * @return header names and UTF-8 values, in a fixed order
     */
    public static Map<String, byte[]> of(Message envelope, UUID id, String source, Instant time) {
        var headers = new LinkedHashMap<String, byte[]>();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", id.toString());
        put(headers, "ce_type", typeOf(envelope));
        put(headers, "ce_source", "/" + source);
        put(headers, "ce_time", time.toString());
        put(headers, "content-type", CONTENT_TYPE);
        return headers;
    }

    private static String typeOf(Message envelope) {
        var oneof = envelope.getDescriptorForType().getOneofs().get(0);
        FieldDescriptor event = envelope.getOneofFieldDescriptor(oneof);
        if (event == null) {
            throw new IllegalArgumentException(
                    envelope.getDescriptorForType().getFullName() + " has no event set, nothing to send");
        }
        return event.getMessageType().getFullName();
    }

    private static void put(Map<String, byte[]> headers, String name, String value) {
        headers.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
