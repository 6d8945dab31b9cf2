package io.flames.report.projection;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;

/** The envelope of a topic: one event a record. */
final class Envelopes {
    private Envelopes() {}

    /** @throws RefusedRecordException for a tombstone, and for bytes that are no such message */
    static <M extends Message> M parse(Parser<M> parser, byte @Nullable [] value) {
        if (value == null) {
            throw new RefusedRecordException("the record has no value");
        }
        try {
            return parser.parseFrom(value);
        } catch (InvalidProtocolBufferException malformed) {
            throw new RefusedRecordException("not a protobuf envelope of this topic: " + malformed.getMessage());
        }
    }

    static RefusedRecordException noEvent() {
        return new RefusedRecordException("the envelope carries no event that this service knows");
    }
}
