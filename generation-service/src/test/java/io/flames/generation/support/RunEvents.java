package io.flames.generation.support;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.generation.v1.RunEvent;
import java.util.List;

/** What the topics say of a run. */
public final class RunEvents {
    private RunEvents() {}

    /** Its responses so far, each revision of each. */
    public static List<ResponseCollected> collected(TopicReader responses, String runId) {
        return responses.read(record -> runId.equals(runOf(record.value()))).stream()
                .map(record -> response(record.value()))
                .toList();
    }

    /** Its own events so far, such as {@code RUN_STARTED}, in their order. */
    public static List<String> namesOf(TopicReader runs, String runId) {
        return runs.read(record -> runId.equals(record.key())).stream()
                .map(record -> nameOf(record.value()))
                .toList();
    }

    /** The run of a response; empty for a record that is no event, such as one that another test made. */
    public static String runOf(byte[] responseEvent) {
        return response(responseEvent).getRunId();
    }

    private static ResponseCollected response(byte[] value) {
        try {
            return ResponseEvent.parseFrom(value).getResponseCollected();
        } catch (InvalidProtocolBufferException e) {
            return ResponseCollected.getDefaultInstance();
        }
    }

    private static String nameOf(byte[] value) {
        try {
            return RunEvent.parseFrom(value).getEventCase().name();
        } catch (InvalidProtocolBufferException e) {
            return "MALFORMED";
        }
    }
}
