package io.flames.generation.client;

import io.flames.generation.client.CallResult.FaultKind;

/** A call that was broken off for a reason we know. */
final class CallFailure extends RuntimeException {
    private final FaultKind kind;
    private final String detail;

    CallFailure(FaultKind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    FaultKind kind() {
        return kind;
    }

    String detail() {
        return detail;
    }
}
